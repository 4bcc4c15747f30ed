#include "drift/locate.hpp"

#include "db/support/database.hpp"
#include "drift/verify.hpp"
#include "migrate/migrate.hpp"
#include "revision/directory.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using namespace pgmend::drift;
using Rows = std::vector<std::string>;

namespace {

revision::Graph tracker() {
    return revision::Graph(revision::load(PGMEND_SOURCE_DIR "/migrations").revisions);
}

/// A tracker database at a revision, and what locate() says of it.
class Incident {
  public:
    explicit Incident(std::string_view revision) : graph_(tracker()), connection_(database_.connect()) {
        migrate::Session session(database_.dsn(), {});
        if (revision != "base")
            migrate::upgrade(session, graph_, revision, {});
    }

    void run(std::string_view sql) { connection_.run_script(sql); }

    Located located(const Acceptance& acceptance = {}) {
        migrate::Session session(database_.dsn(), {});
        Replay replay(graph_, {}, {});
        return locate(catalog::read(connection_), session.rows(), replay, acceptance);
    }

    void stamp(const std::string& target) {
        migrate::Session session(database_.dsn(), {});
        const Rows targets{target};
        migrate::stamp(session, graph_, targets, true, {});
    }

    void upgrade() {
        migrate::Session session(database_.dsn(), {});
        migrate::upgrade(session, graph_, "head", {});
    }

  private:
    revision::Graph graph_;
    test::Database database_;
    pg::Connection connection_;
};

Rows displayed(const std::vector<schema::ObjectId>& ids) {
    Rows names;
    for (const auto& id : ids)
        names.push_back(display(id));
    return names;
}

} // namespace

TEST_CASE("a database that is where its version table says needs nothing") {
    const auto located = Incident("head").located();
    CHECK(located.exact);
    CHECK(located.rows == Rows{"559cdae67d39"});
    CHECK(located.remedy.empty());
}

TEST_CASE("a column added by hand is named, and the upgrade mends it") {
    Incident incident("ef79ab4625d7");
    incident.run("ALTER TABLE tracker_tasks ADD COLUMN last_changelog_id varchar(255)");
    const auto located = incident.located();
    CHECK_FALSE(located.exact);
    CHECK(located.rows == Rows{"ef79ab4625d7"});
    REQUIRE(located.diff.findings.size() == 1);
    CHECK(display(located.diff.findings[0].object) == "public.tracker_tasks.last_changelog_id");
    CHECK(located.diff.findings[0].change == schema::Change::unexpected);
    REQUIRE(located.partially_applied.size() == 1);
    CHECK(located.partially_applied[0].revision == "fbc2721a43d3");
    CHECK(displayed(located.partially_applied[0].present) == Rows{"public.tracker_tasks.last_changelog_id"});
    CHECK(displayed(located.partially_applied[0].missing) ==
          Rows{"public.tracker_tasks.idx_tracker_tasks_last_changelog_id"});
    CHECK(located.remedy == "pgmend upgrade head");
    incident.upgrade();
    CHECK(incident.located().exact);
}

TEST_CASE("a column of another type is drift at the same revision") {
    Incident incident("head");
    incident.run("ALTER TABLE tracker_tasks ALTER COLUMN last_changelog_id TYPE text");
    const auto located = incident.located();
    CHECK(located.rows == Rows{"559cdae67d39"});
    REQUIRE(located.diff.findings.size() == 1);
    CHECK(located.diff.findings[0].attribute == "type");
    CHECK(located.remedy == "pgmend repair --against migrations --apply");
}

TEST_CASE("a column of a later revision, but of another type, is to be given its form first") {
    Incident incident("ef79ab4625d7");
    incident.run("ALTER TABLE tracker_tasks ADD COLUMN last_changelog_id text");
    const auto located = incident.located();
    CHECK(located.rows == Rows{"ef79ab4625d7"});
    REQUIRE(located.partially_applied.size() == 1);
    CHECK(located.partially_applied[0].present.empty());
    CHECK(displayed(located.partially_applied[0].different) ==
          Rows{"public.tracker_tasks.last_changelog_id"});
    CHECK(located.losses.empty());
    CHECK(located.remedy ==
          "pgmend repair --against migrations --for-upgrade --apply && pgmend upgrade head");
}

TEST_CASE("what no revision makes is foreign, and what its going loses is said") {
    Incident incident("head");
    incident.run(
        "ALTER TABLE tracker_tasks ADD COLUMN byhand text; CREATE INDEX byhand ON tracker_tasks (byhand)");
    const auto located = incident.located();
    CHECK(located.partially_applied.empty());
    CHECK(displayed(located.foreign) == Rows{"public.tracker_tasks.byhand", "public.tracker_tasks.byhand"});
    CHECK(located.losses == Rows{"the values of public.tracker_tasks.byhand"});
    CHECK(located.remedy == "pgmend repair --against migrations --apply --keep-data");
}

TEST_CASE("what a rule accepts is no difference, and decides nothing") {
    Incident incident("46bc5096a103");
    incident.run("DROP TABLE alembic_version; CREATE TABLE log_1 (id int, line text)");
    const Acceptance acceptance{.rules = {{.kind = "table", .object = "public.log_*", .reason = "a job"}}};
    const auto located = incident.located(acceptance);
    CHECK(located.exact);
    CHECK(located.rows == Rows{"46bc5096a103"});
    CHECK(located.accepted.size() == 1);
}

TEST_CASE("a database that no revision has made is unknown") {
    Incident incident("base");
    incident.run("CREATE TABLE purchase (id int PRIMARY KEY)");
    const auto located = incident.located();
    CHECK(located.unknown);
    CHECK(located.losses.empty());
    CHECK(located.remedy.empty());
    CHECK(located.summary.find("pgmend baseline") != std::string::npos);
}

TEST_CASE("a history is the same from its text") {
    const auto graph = tracker();
    Replay replay(graph, {}, {});
    const auto& history = replay.history();
    const auto again = History::from_text(history.to_text());
    REQUIRE(again.size() == history.size());
    CHECK(history.size() == 11);
    for (std::size_t i = 0; i < history.size(); ++i) {
        CHECK(again.states()[i].rows == history.states()[i].rows);
        CHECK(again.model(i) == history.model(i));
    }
    CHECK(history.model(history.size() - 1) == replay.at({"559cdae67d39"}));
    CHECK_THROWS_AS(History::from_text("{}"), UsageError);
}

TEST_CASE("a database behind its heads, as its version table says, needs nothing") {
    const auto located = Incident("46bc5096a103").located();
    CHECK(located.exact);
    CHECK(located.pending == 3);
    CHECK(located.remedy.empty());
}

TEST_CASE("a missing index is drift at the same revision") {
    Incident incident("head");
    incident.run("DROP INDEX idx_tracker_tasks_last_changelog_id");
    const auto located = incident.located();
    CHECK(located.rows == Rows{"559cdae67d39"});
    REQUIRE(located.diff.findings.size() == 1);
    CHECK(located.diff.findings[0].change == schema::Change::missing);
    CHECK(located.remedy == "pgmend repair --against migrations --apply");
}

TEST_CASE("a version row that runs ahead is found out, and the stamp mends it") {
    Incident incident("46bc5096a103");
    incident.run("UPDATE alembic_version SET version_num = '559cdae67d39'");
    auto located = incident.located();
    CHECK(located.exact);
    CHECK(located.rows == Rows{"46bc5096a103"});
    CHECK(located.remedy == "pgmend stamp --purge 46bc5096a103");
    incident.stamp("46bc5096a103");
    located = incident.located();
    CHECK(located.exact);
    CHECK(located.table_rows == located.rows);
}

TEST_CASE("a database without a version table is located by its schema") {
    Incident incident("fbc2721a43d3");
    incident.run("DROP TABLE alembic_version; DROP SCHEMA pgmend CASCADE");
    const auto located = incident.located();
    CHECK(located.exact);
    CHECK(located.rows == Rows{"fbc2721a43d3"});
    CHECK(located.table_rows.empty());
    incident.stamp("fbc2721a43d3");
    CHECK(incident.located().table_rows == Rows{"fbc2721a43d3"});
}

TEST_CASE("every tracker revision goes up, down and up again to the same schema") {
    const auto graph = tracker();
    const auto verified = verify(graph, {}, {});
    CHECK(verified.broken.empty());
    CHECK(verified.revisions == 10);
}

TEST_CASE("the revision whose down forgets something is named with what it forgot") {
    auto revisions = tracker().revisions();
    for (auto& revision : revisions)
        if (revision.id == "fbc2721a43d3")
            revision.down->sql = "ALTER TABLE tracker_tasks DROP COLUMN last_changelog_id; "
                                 "CREATE INDEX forgotten ON tracker_tasks (team);";
    const revision::Graph graph(std::move(revisions));
    const auto verified = verify(graph, {}, {});
    REQUIRE(verified.broken.size() == 1);
    CHECK(verified.revisions == 9);
    CHECK(verified.broken[0].revision == "fbc2721a43d3");
    REQUIRE(verified.broken[0].diff.findings.size() == 1);
    CHECK(display(verified.broken[0].diff.findings[0].object).find("forgotten") != std::string::npos);
}

TEST_CASE("a replay is cached: the second one starts no server") {
    const auto graph = tracker();
    const Rows rows{"ef79ab4625d7"};
    const auto first = Replay(graph, {}, {}).at(rows);
    Replay again(graph, {}, {});
    CHECK(again.at(rows) == first);
    CHECK_FALSE(again.started_server());
}
