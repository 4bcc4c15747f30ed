#include "pg/connection.hpp"

#include "db/support/database.hpp"
#include "db/support/eventually.hpp"

#include <catch2/catch.hpp>

#include <optional>

using namespace pgmend;

namespace {

pg::SqlError error_of(pg::Connection& connection, const pg::Query& query) {
    try {
        connection.run(query);
    } catch (const pg::SqlError& error) {
        return error;
    }
    FAIL("no error from: " << query.sql);
    throw;
}

} // namespace

TEST_CASE("an error points to the file, line and column that the server means") {
    const test::Database database;
    auto connection = database.connect();
    const auto error = error_of(connection, {.sql = "SELECT 'né',\n       nonsense\nFROM pg_class",
                                             .location = {.file = "a.sql", .line = 10, .column = 5}});
    CHECK(error.sqlstate() == pg::sqlstate::undefined_column);
    CHECK(error.location() == SourceLocation{.file = "a.sql", .line = 11, .column = 8});
    CHECK(error.message() == "column \"nonsense\" does not exist");
    CHECK(error.code() == ExitCode::failed);
    CHECK_FALSE(error.connection_lost());
}

TEST_CASE("on the statement's first line the column counts from where it starts") {
    const test::Database database;
    auto connection = database.connect();
    const auto error = error_of(
        connection, {.sql = "SELECT nonsense", .location = {.file = "a.sql", .line = 3, .column = 5}});
    CHECK(error.location() == SourceLocation{.file = "a.sql", .line = 3, .column = 12});
}

TEST_CASE("an error carries every field that the server sends") {
    const test::Database database;
    auto connection = database.connect();
    connection.run("CREATE TABLE t (n int CONSTRAINT only_one PRIMARY KEY)");
    connection.run("INSERT INTO t VALUES (1)");
    const auto error = error_of(connection, {.sql = "INSERT INTO t VALUES ($1)", .parameters = {1}});
    CHECK(error.is(pg::sqlstate::unique_violation));
    CHECK(error.detail() == "Key (n)=(1) already exists.");
    CHECK(error.diagnostic().severity == "ERROR");
    CHECK(error.diagnostic().schema == "public");
    CHECK(error.diagnostic().table == "t");
    CHECK(error.diagnostic().constraint == "only_one");
    CHECK_THAT(error.diagnostic().source, Catch::Contains("nbtinsert.c"));
    CHECK(error.statement() == "INSERT INTO t VALUES ($1)");
    CHECK(error.parameters() == "$1 = 1 bytes");
}

TEST_CASE("an error inside a function shows the inner query and the way to it") {
    const test::Database database;
    auto connection = database.connect();
    connection.run(
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT nonsense); END'");
    const auto error = error_of(connection, {.sql = "SELECT f()", .location = {.file = "a.sql", .line = 1}});
    CHECK_THAT(error.diagnostic().internal_query, Catch::Contains("SELECT nonsense"));
    CHECK_THAT(error.diagnostic().context, Catch::Contains("PL/pgSQL function f()"));
    CHECK(error.location() == SourceLocation{.file = "a.sql", .line = 1});
}

TEST_CASE("a lock that is not free in time has its own exit code") {
    const test::Database database;
    auto holder = database.connect();
    holder.run("CREATE TABLE t (n int)");
    holder.run("BEGIN");
    holder.run("LOCK TABLE t");
    auto connection = database.connect();
    connection.run("SET lock_timeout = '20ms'");
    const auto error = error_of(connection, {.sql = "ALTER TABLE t ADD COLUMN m int"});
    CHECK(error.is(pg::sqlstate::lock_not_available));
    CHECK(error.code() == ExitCode::lock_timeout);
}

TEST_CASE("a session that an administrator ends counts as a lost connection") {
    const test::Database database;
    auto victim = database.connect();
    auto administrator = database.connect();
    administrator.run("SELECT pg_terminate_backend($1)", {victim.backend_pid()});
    REQUIRE(test::eventually([&] {
        return administrator.run("SELECT FROM pg_stat_activity WHERE pid = $1", {victim.backend_pid()})
            .empty();
    }));
    const auto error = error_of(victim, {.sql = "SELECT 1"});
    CHECK(error.connection_lost());
    CHECK(error.code() == ExitCode::no_connection);
    CHECK_THAT(error.message(), Catch::Contains("terminating connection due to administrator command"));
    CHECK_FALSE(victim.alive());
    CHECK(error_of(victim, {.sql = "SELECT 1"}).connection_lost());
}

TEST_CASE("a session that is ended while its statement runs counts as a lost connection") {
    const test::Database database;
    auto victim = database.connect();
    const auto error =
        error_of(victim, {.sql = "SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(5)"});
    CHECK(error.connection_lost());
    CHECK(error.code() == ExitCode::no_connection);
    CHECK(error.sqlstate() == "57P01");
}

TEST_CASE("a script that asks for a client's data fails instead of waiting for it") {
    const test::Database database;
    auto connection = database.connect();
    connection.run("CREATE TABLE t (n int)");
    CHECK_THROWS_AS(connection.run_script("COPY t FROM STDIN; SELECT 1"), pg::SqlError);
    CHECK_THROWS_AS(connection.run_script("COPY (SELECT generate_series(1, 100000)) TO STDOUT"),
                    pg::SqlError);
    CHECK(connection.run("SELECT count(*) FROM t").get<int>(0, 0) == 0);
}
