#include "drift/repair.hpp"

#include "drift/live_rows.hpp"
#include "drift/withhold.hpp"

#include "db/support/database.hpp"

#include <chrono>
#include <thread>

#include <catch2/catch.hpp>

using namespace pgmend;
using namespace std::chrono_literals;

namespace {

schema::Model read(const test::Database& database) {
    auto connection = database.connect();
    return catalog::read(connection);
}

/// Two databases, and the way from the first to the second.
class Way {
  public:
    Way(std::string_view from, std::string_view to) {
        from_.connect().run_script(from);
        to_.connect().run_script(to);
        live_ = read(from_);
        target_ = read(to_);
        script_ = schema::statements(live_, target_);
    }

    void apply(const migrate::Settings& settings, const migrate::Listener& listener = {}) {
        migrate::Session session(from_.dsn(), settings);
        drift::apply(session, script_.statements, listener);
    }
    drift::Proof proof() const { return drift::prove(live_, target_, {}, {}); }
    std::vector<schema::Finding> left() const { return schema::diff(target_, read(from_)).findings; }
    pg::Connection connect() const { return from_.connect(); }

  private:
    test::Database from_, to_;
    schema::Model live_, target_;
    schema::Script script_;
};

} // namespace

TEST_CASE("a repair is proven on a copy, then nothing is left") {
    Way way("CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a FROM t",
            "CREATE TABLE t (a bigint NOT NULL CHECK (a > 0)); CREATE VIEW v AS SELECT a FROM t; "
            "CREATE INDEX i ON t (a)");
    const auto proof = way.proof();
    CHECK(proof.holds());
    CHECK(proof.not_seen.empty());
    way.apply({});
    CHECK(way.left().empty());
}

TEST_CASE("a repair waits for a lock and tries again") {
    Way way("CREATE TABLE t (a integer)", "CREATE TABLE t (a integer, b text)");
    auto holder = way.connect();
    holder.run("BEGIN");
    holder.run("LOCK TABLE t IN ACCESS SHARE MODE");
    int told = 0;
    std::thread release([&] {
        std::this_thread::sleep_for(400ms);
        holder.run("COMMIT");
    });
    way.apply({.command = "repair", .lock_timeout = 50ms}, {.info = [&](const std::string&) { ++told; }});
    release.join();
    CHECK(told > 0);
    CHECK(way.left().empty());
}

TEST_CASE("a repair stops at the statement that fails") {
    Way way("CREATE TABLE t (a integer)", "CREATE TABLE t (a integer, b text, CHECK (a > 0))");
    way.connect().run("INSERT INTO t VALUES (-1)");
    CHECK_THROWS_AS(way.apply({}), pg::SqlError);
    // The check is there, not validated: what came before the validation is committed, so that it holds no
    // lock.
    CHECK(way.left().size() == 1);
}

TEST_CASE("an error of a repair says what is committed") {
    Way way("CREATE TABLE t (a integer, b integer)",
            "CREATE TABLE t (a integer, b integer, c text, CHECK (a > 0)); CREATE UNIQUE INDEX i ON t (b)");
    way.connect().run("INSERT INTO t VALUES (1, 2), (2, 2)");
    try {
        way.apply({});
        FAIL("the index has duplicates");
    } catch (const pg::SqlError& error) {
        CHECK(error.message().starts_with("statement "));
        CHECK(error.detail().find("committed.") != std::string::npos);
    }
    auto connection = way.connect();
    CHECK(connection.run("SELECT FROM pg_class WHERE relname = 'i'").rows() == 0); // no invalid one is left
}

TEST_CASE("a build that fails because of its name does not drop the index that has it") {
    test::Database database;
    auto connection = database.connect();
    connection.run_script("CREATE TABLE t (a integer); CREATE INDEX i ON t (a)");
    migrate::Session session(database.dsn(), {});
    const schema::DdlStatement build{
        .sql = "CREATE INDEX CONCURRENTLY i ON t (a)",
        .object = {.kind = schema::Kind::index, .schema = "public", .parent = "t", .name = "i"},
        .in_transaction = false};
    CHECK_THROWS_AS(drift::apply(session, {build}, {}), pg::SqlError);
    CHECK(connection.run("SELECT FROM pg_class WHERE relname = 'i'").rows() == 1);
}

TEST_CASE("what relies on a loss of data is withheld with it") {
    test::Database from, to;
    from.connect().run_script("CREATE TABLE t (a text, gone integer); CREATE VIEW v AS SELECT a FROM t");
    to.connect().run_script(
        "CREATE TABLE t (a integer, more date); CREATE VIEW v AS SELECT a + 1 AS a FROM t");
    const auto live = read(from);
    const auto given = drift::without_losses(live, read(to), {});
    for (const auto& statement : given.script.statements)
        CHECK(statement.data_loss.empty());
    CHECK(given.withheld.size() >= 2);
    // The column that is new is no other name of one that goes, so it comes.
    CHECK(given.target.find(
              {.kind = schema::Kind::column, .schema = "public", .parent = "t", .name = "more"}) != nullptr);
    CHECK(given.target.find(
              {.kind = schema::Kind::column, .schema = "public", .parent = "t", .name = "gone"}) != nullptr);
}

TEST_CASE("rows that a statement refuses are counted beforehand") {
    test::Database from, to;
    from.connect().run_script("CREATE TABLE p (id integer); CREATE TABLE t (a integer, b text, p integer); "
                              "INSERT INTO p VALUES (1), (1); "
                              "INSERT INTO t VALUES (NULL, '1', 7), (-1, 'x', 1)");
    to.connect().run_script("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE t (a integer NOT NULL "
                            "CHECK (a > 0), b integer, p integer REFERENCES p)");
    const auto live = read(from);
    const auto target = read(to);
    auto connection = from.connect();
    const auto report = drift::ask_rows(connection, live, target, schema::statements(live, target));
    CHECK(report.not_asked.empty());
    std::string all;
    for (const auto& sentence : report.obstacles)
        all += sentence + "\n";
    INFO(all);
    CHECK(all.find("1 of 2 rows of public.t have NULL in a") != std::string::npos);
    CHECK(all.find("1 of 2 rows of public.t do not satisfy") != std::string::npos);
    CHECK(all.find("1 of 2 rows of public.t refer to no row of public.p") != std::string::npos);
    CHECK(all.find("2 of 2 rows of public.p have the same (id)") != std::string::npos);
    CHECK(all.find("invalid input syntax for type integer: \"x\"") != std::string::npos);
}
