#include "sync/sync.hpp"

#include "db/support/cutting_proxy.hpp"
#include "db/support/database.hpp"
#include "db/support/scratch_folder.hpp"
#include "migrate/migrate.hpp"
#include "revision/directory.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <fstream>

using namespace pgmend;

namespace {

/// A database with the tracker's tables, and files of issues to load into it.
struct Tracker {
    test::Database database;
    test::ScratchFolder folder;
    pg::Connection connection = database.connect();
    sync::Settings settings;

    Tracker() {
        const revision::Graph graph(revision::load(PGMEND_SOURCE_DIR "/migrations").revisions);
        migrate::Session session(database.dsn(), {});
        migrate::upgrade(session, graph, "559cdae67d39", {});
        settings.reject_file = folder / "rejects";
    }

    sync::Totals load(const std::string& text) { return load(text, database.dsn()); }
    sync::Totals load(const std::string& text, const pg::Dsn& dsn) {
        const auto file = folder / "issues.json";
        std::ofstream(file) << text;
        return sync::load_files(dsn, settings, {file}).totals;
    }
    std::string value(const std::string& sql) { return connection.run(sql).get<std::string>(0, 0); }
};

std::string issue(const std::string& id, const std::string& more = "") {
    return fmt::format(
               R"({{"id":"{0}","key":"T-{0}","createdAt":"2024-01-01T00:00:00Z","status":{{"display":"Open"}}{1}}})",
               id, more) +
           "\n";
}

std::string changelog(const std::string& id, const std::string& to) {
    return fmt::format(R"(,"changelog":[{{"id":"{}","updatedAt":"2024-02-01T00:00:00Z","fields":[{{"field":)"
                       R"({{"id":"status"}},"from":{{"display":"New"}},"to":{{"display":"{}"}}}}]}}])",
                       id, to);
}

} // namespace

TEST_CASE("the same issues loaded twice change nothing") {
    Tracker tracker;
    const auto text = issue("1", changelog("c1", "Done")) + issue("2");
    CHECK(tracker.load(text) == sync::Totals{.issues = 2, .created = 2, .history_rows = 3});
    const auto before = tracker.value("SELECT string_agg(t::text || xmin, '') FROM tracker_tasks t") +
                        tracker.value("SELECT string_agg(h::text || xmin, '') FROM tracker_task_history h");
    CHECK(tracker.load(text) == sync::Totals{.issues = 2, .unchanged = 2});
    CHECK(before == tracker.value("SELECT string_agg(t::text || xmin, '') FROM tracker_tasks t") +
                        tracker.value("SELECT string_agg(h::text || xmin, '') FROM tracker_task_history h"));
}

TEST_CASE("of an issue that comes twice the last one counts, within a batch and across batches") {
    for (const std::size_t batch : {1000, 1}) {
        Tracker tracker;
        tracker.settings.batch = batch;
        tracker.settings.loaders = 4;
        std::string text;
        for (int i = 0; i < 40; ++i)
            text += issue("1", fmt::format(R"(,"summary":"{}")", i)) +
                    issue("2", fmt::format(R"(,"summary":"{}")", i));
        CHECK(tracker.load(text).created == 2);
        CHECK(tracker.value("SELECT string_agg(summary, ',') FROM tracker_tasks") == "39,39");
        CHECK(tracker.value("SELECT count(*) FROM tracker_task_history") == "2");
    }
}

TEST_CASE("a history that differs is replaced, one that is not known is left") {
    Tracker tracker;
    tracker.load(issue("1", changelog("c1", "Done")));
    CHECK(tracker.load(issue("1", changelog("c2", "Closed"))) ==
          sync::Totals{.issues = 1, .updated = 1, .history_rows = 2});
    CHECK(tracker.value("SELECT string_agg(status, ',' ORDER BY start_date) FROM tracker_task_history") ==
          "New,Closed");
    CHECK(tracker.value("SELECT last_changelog_id FROM tracker_tasks") == "c2");
    CHECK(tracker.load(issue("1", R"(,"summary":"x")")).history_rows == 0);
    CHECK(tracker.value("SELECT last_changelog_id FROM tracker_tasks") == "c2");
    tracker.connection.run("DELETE FROM tracker_task_history WHERE status = 'New'");
    CHECK(tracker.load(issue("1", changelog("c2", "Closed"))).history_rows == 2);
}

TEST_CASE("a history table whose columns have other types is filled alike") {
    const char* rows =
        "SELECT string_agg(concat_ws(' ', task_id, tracker_id, status, start_date::timestamp, "
        "end_date::timestamp, length(id::text)), ',' ORDER BY start_date) FROM tracker_task_history";
    const auto text = issue("1", changelog("c1", "Done"));
    Tracker exact, other;
    exact.load(text);
    other.connection.run_script(
        "ALTER TABLE tracker_task_history ALTER id TYPE text, ALTER task_id TYPE bigint, "
        "ALTER start_date TYPE timestamptz USING start_date AT TIME ZONE 'UTC'; "
        "SET TimeZone = 'UTC'");
    CHECK(other.load(text).history_rows == 2);
    CHECK(other.value(rows) == exact.value(rows));
    CHECK(exact.value("SELECT end_date FROM tracker_task_history WHERE status = 'New'") ==
          "2024-02-01 00:00:00");
}

TEST_CASE("an empty team does not overwrite one that is filled") {
    Tracker tracker;
    tracker.load(issue("1", R"(,"a--team":"Core","a--prodteam":"P")"));
    tracker.load(issue("1", R"(,"a--team":"","a--prodteam":"Q")"));
    CHECK(tracker.value("SELECT team || prodteam FROM tracker_tasks") == "CoreQ");
}

TEST_CASE("parts of issues leave the rest as it is") {
    Tracker tracker;
    tracker.load(issue("1", R"(,"summary":"s","description":"d","x":1)"));
    tracker.settings.mapping.partial = true;
    tracker.load(issue("1", R"(,"summary":"new","y":2)"));
    CHECK(tracker.value("SELECT summary || description FROM tracker_tasks") == "newd");
    CHECK(tracker.value("SELECT full_data ->> 'x' || (full_data ->> 'y') FROM tracker_tasks") == "12");
}

TEST_CASE(
    "what the server refuses is narrowed to the issue, with and without a line, and the rest is loaded") {
    Tracker tracker;
    tracker.connection.run_script(
        "CREATE TABLE teams (name varchar(255) PRIMARY KEY); INSERT INTO teams VALUES ('Core'); "
        "ALTER TABLE tracker_tasks ADD FOREIGN KEY (team) REFERENCES teams; "
        "ALTER TABLE tracker_task_history ADD CHECK (status <> 'Forbidden'); "
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF new.summary = 'no' THEN "
        "RAISE EXCEPTION 'not this one'; END IF; RETURN new; END $$; "
        "CREATE TRIGGER g BEFORE INSERT OR UPDATE ON tracker_tasks FOR EACH ROW EXECUTE FUNCTION f()");
    std::string text;
    for (int i = 0; i < 200; ++i)
        text += issue(std::to_string(i), i == 17    ? R"(,"a--team":"Absent")"
                                         : i == 60  ? R"(,"x":1e200000)"
                                         : i == 61  ? changelog("c", "Forbidden")
                                         : i == 150 ? R"(,"summary":"no")"
                                                    : R"(,"a--team":"Core")");
    const auto totals = tracker.load(text);
    CHECK(totals.created == 196);
    CHECK(totals.rejected == 4);
    CHECK(totals.issues == 200);
    CHECK(tracker.value(
              "SELECT count(*) FROM tracker_tasks WHERE tracker_id NOT IN ('17', '60', '61', '150')") ==
          "196");
    CHECK(tracker.value("SELECT count(*) FROM tracker_task_history") == "196");
    std::ifstream file(tracker.folder / "rejects");
    const std::string rejects(std::istreambuf_iterator<char>(file), {});
    for (const char* reason :
         {"foreign key constraint", "value overflows numeric", "check constraint", "not this one"})
        CHECK_THAT(rejects, Catch::Contains(reason));
}

TEST_CASE("more rejects than are borne end the run, and its row says so") {
    Tracker tracker;
    tracker.settings.max_rejects = 1;
    CHECK_THROWS_WITH(tracker.load("{}\n{}\n{}\n"), Catch::Contains("more than 1"));
    CHECK(tracker.value("SELECT status FROM tracker_sync_logs") == "failed");
    CHECK_THAT(tracker.value("SELECT error_details FROM tracker_sync_logs"), Catch::Contains("more than 1"));
}

TEST_CASE("a run's row counts what it did, and a row that was left running is closed") {
    Tracker tracker;
    tracker.connection.run("INSERT INTO tracker_sync_logs (id, sync_started_at, status) VALUES "
                           "('00000000-0000-0000-0000-000000000000', '2020-01-01', 'running')");
    tracker.load(issue("1") + issue("2") + "{}\n");
    CHECK(tracker.value("SELECT status FROM tracker_sync_logs WHERE sync_started_at = '2020-01-01'") ==
          "failed");
    CHECK(tracker.value(
              "SELECT concat_ws(' ', status, tasks_processed, tasks_created, tasks_updated, errors_count) "
              "FROM tracker_sync_logs WHERE sync_started_at > '2020-01-01'") == "completed 3 2 0 1");
    CHECK(sync::recent_runs(tracker.database.dsn(), 5).size() == 2);
}

TEST_CASE("a second sync gives way and names the first") {
    Tracker tracker;
    auto other = tracker.database.connect({.application_name = "pgmend sync run (pid 12 on there)"});
    other.run_script("BEGIN; SELECT pg_advisory_xact_lock(1885826404, 1937337955)");
    try {
        tracker.load(issue("1"));
        FAIL("two at a time");
    } catch (const Error& error) {
        CHECK(error.code() == ExitCode::busy);
        CHECK_THAT(error.message(), Catch::Contains("pid 12 on there"));
    }
    CHECK(tracker.value("SELECT count(*) FROM tracker_sync_logs") == "0");
}

TEST_CASE("a connection that breaks at the commit neither loses nor doubles anything") {
    using test::CuttingProxy;
    for (const auto cut : {CuttingProxy::Cut::before_commit, CuttingProxy::Cut::after_commit}) {
        Tracker tracker;
        CuttingProxy proxy(tracker.database.dsn());
        proxy.cut_next(cut);
        const auto totals = tracker.load(issue("1", changelog("c1", "Done")) + issue("2"), proxy.dsn());
        CHECK(proxy.cuts() == 1);
        CHECK(totals == sync::Totals{.issues = 2, .created = 2, .history_rows = 3});
        CHECK(tracker.value("SELECT count(*) FROM tracker_task_history") == "3");
        CHECK(tracker.value("SELECT tasks_created FROM tracker_sync_logs") == "2");
    }
}

TEST_CASE("a row that somebody else has locked is waited for, again and again") {
    Tracker tracker;
    tracker.load(issue("1") + issue("2"));
    auto other = tracker.database.connect();
    other.run_script("BEGIN; UPDATE tracker_tasks SET summary = 'x' WHERE tracker_id = '1'");
    tracker.settings.lock_timeout = std::chrono::milliseconds(200);
    int told = 0;
    tracker.settings.info = [&](const std::string&) {
        if (++told == 2)
            other.run("COMMIT");
    };
    CHECK(tracker.load(issue("1", R"(,"summary":"y")")).updated == 1);
    CHECK(told >= 2);
    CHECK(tracker.value("SELECT summary FROM tracker_tasks WHERE tracker_id = '1'") == "y");
}

TEST_CASE("a database without the tracker's tables is told what it lacks") {
    const test::Database database;
    const test::ScratchFolder folder;
    std::ofstream(folder / "f") << issue("1");
    CHECK_THROWS_WITH(sync::load_files(database.dsn(), {}, {folder / "f"}), Catch::Contains("559cdae67d39"));
}
