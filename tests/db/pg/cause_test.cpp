#include "pg/failure.hpp"
#include "pg/pipeline.hpp"
#include "pg/transaction.hpp"

#include "db/support/database.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;

namespace {

struct Kind {
    const char* sql;
    const char* sqlstate;
};

constexpr Kind kinds[] = {
    {"SELECT 1/0", "22012"},
    {"SELECT 'x'::integer", "22P02"},
    {"INSERT INTO t VALUES (1, 1)", "23505"},
    {"INSERT INTO t VALUES (NULL, 1)", "23502"},
    {"INSERT INTO t VALUES (5, -1)", "23514"},
    {"INSERT INTO child VALUES (77)", "23503"},
    {"INSERT INTO t VALUES (99999999999, 1)", "22003"},
    {"SELECT * FROM absent", "42P01"},
    {"SELECT absent FROM t", "42703"},
    {"SELEC 1", "42601"},
    {"SELECT absent()", "42883"},
    {"CREATE TABLE t (a int)", "42P07"},
    {"VACUUM t", "25001"},
    {"SET LOCAL lock_timeout = 'never'", "22023"},
    {"SET LOCAL statement_timeout = 10; SELECT pg_sleep(5)", "57014"},
    {"DO 'BEGIN RAISE EXCEPTION $$own$$; END'", "P0001"},
    {"SAVEPOINT s; SELECT 1/0", "22012"},
};

std::string state_of(pg::Connection& connection, std::string_view sql) {
    try {
        connection.run_script(sql);
        return "";
    } catch (const pg::SqlError& error) {
        return error.sqlstate();
    }
}

} // namespace

TEST_CASE("whatever fails in a transaction is what every later statement of it tells") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script(
        "CREATE TABLE t (a int PRIMARY KEY, b int CHECK (b > 0)); INSERT INTO t VALUES (1, 1); "
        "CREATE TABLE child (a int REFERENCES t)");
    for (const auto& kind : kinds) {
        INFO(kind.sql);
        connection.run("BEGIN");
        CHECK(state_of(connection, kind.sql) == kind.sqlstate);
        CHECK(state_of(connection, "SELECT 1") == kind.sqlstate);
        CHECK(state_of(connection, "SELECT 2") == kind.sqlstate);
        connection.run("ROLLBACK");
        CHECK(state_of(connection, "SELECT 1").empty());
    }
}

TEST_CASE("a savepoint gone back to takes the failure with it, and the next failure is its own") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script("BEGIN; SAVEPOINT s");
    CHECK(state_of(connection, "SELECT 1/0") == "22012");
    CHECK(state_of(connection, "SELECT 1") == "22012");
    connection.run("ROLLBACK TO SAVEPOINT s");
    CHECK(state_of(connection, "SELECT * FROM absent") == "42P01");
    CHECK(state_of(connection, "SELECT 1") == "42P01");
}

TEST_CASE("a pipeline's later batches tell what the transaction failed by") {
    const test::Database database;
    auto connection = database.connect();
    pg::Pipeline pipeline(connection);
    pipeline.send({.sql = "BEGIN"});
    pipeline.send({.sql = "SELECT 1/0"});
    pipeline.sync();
    pipeline.send({.sql = "SELECT 1"});
    pipeline.sync();
    pipeline.send({.sql = "ROLLBACK"});
    pipeline.send({.sql = "SELECT 1"});
    pipeline.sync();
    CHECK(pipeline.next().ok());
    CHECK(pipeline.next().error->is("22012"));
    CHECK(pipeline.next().is_sync);
    CHECK(pipeline.next().error->is("22012"));
    CHECK(pipeline.next().is_sync);
    CHECK(pipeline.next().ok());
    CHECK(pipeline.next().ok());
}

TEST_CASE("the commit of a transaction that has failed is no success") {
    const test::Database database;
    auto connection = database.connect();
    pg::Transaction transaction(connection);
    CHECK(state_of(connection, "SELECT 1/0") == "22012");
    CHECK_THROWS_WITH(transaction.commit(), Catch::Contains("rolled back the transaction"));
}

TEST_CASE(
    "the listener is told of every failure, with the place of the call and the transaction's first error") {
    const test::Database database;
    auto connection = database.connect();
    struct Heard {
        std::string sqlstate, first, file;
        std::size_t parameters;
    };
    std::vector<Heard> heard;
    pg::on_failure([&](const pg::Failure& failure) {
        heard.push_back(
            {failure.error.sqlstate(), failure.first_error != nullptr ? failure.first_error->sqlstate() : "",
             failure.call.file_name(), failure.parameters != nullptr ? failure.parameters->size() : 0});
    });
    connection.run("BEGIN");
    CHECK_THROWS(connection.run("SELECT $1::integer", {"x"}));
    CHECK_THROWS(connection.run("SELECT 1"));
    pg::on_failure({});
    REQUIRE(heard.size() == 2);
    CHECK(heard[0].sqlstate == "22P02");
    CHECK(heard[0].parameters == 1);
    CHECK_THAT(heard[0].file, Catch::EndsWith("cause_test.cpp"));
    CHECK(heard[1].sqlstate == "25P02");
    CHECK(heard[1].first == "22P02");
}
