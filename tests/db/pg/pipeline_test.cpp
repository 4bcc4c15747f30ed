#include "pg/pipeline.hpp"

#include "base/cancel.hpp"
#include "db/support/database.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace pgmend;

TEST_CASE("a pipeline's outcomes come in the order of what was sent") {
    const test::Database database;
    auto connection = database.connect();
    {
        pg::Pipeline pipeline(connection);
        pipeline.send({.sql = "SELECT 1"});
        pipeline.send_prepare("twice", "SELECT 2 * $1::int");
        pipeline.send({.sql = "twice", .parameters = {21}, .prepared = "twice"});
        pipeline.sync();
        CHECK(pipeline.pending() == 4);
        CHECK(pipeline.expect().get<int>(0, 0) == 1);
        CHECK(pipeline.next().ok());
        CHECK(pipeline.expect().get<int>(0, 0) == 42);
        CHECK(pipeline.next().is_sync);
        CHECK_THROWS_AS(pipeline.next(), std::logic_error);
    }
    CHECK(connection.run_script("SELECT 1; SELECT 2").get<int>(0, 0) == 2);
}

TEST_CASE("an error skips what follows up to the next sync, and nothing behind it") {
    const test::Database database;
    auto connection = database.connect();
    connection.run("CREATE TABLE t (n int)");
    pg::Pipeline pipeline(connection);
    pipeline.send({.sql = "INSERT INTO t VALUES (1)"});
    pipeline.send({.sql = "SELECT nonsense", .location = {.file = "b.sql", .line = 7}});
    pipeline.send({.sql = "INSERT INTO t VALUES (2)"});
    pipeline.sync();
    pipeline.send({.sql = "INSERT INTO t VALUES (3)"});
    pipeline.sync();

    CHECK(pipeline.next().ok());
    const auto failed = pipeline.next();
    REQUIRE(failed.error);
    CHECK(failed.error->is(pg::sqlstate::undefined_column));
    CHECK(failed.error->location() == SourceLocation{.file = "b.sql", .line = 7, .column = 8});
    CHECK(pipeline.next().aborted);
    CHECK(pipeline.next().is_sync);
    CHECK(pipeline.next().ok());
    CHECK(pipeline.next().is_sync);

    pipeline.send({.sql = "SELECT array_agg(n) FROM t"});
    pipeline.sync();
    CHECK(pipeline.expect().text(0, 0) == "{3}");
}

TEST_CASE("transactions before the one that fails stay committed") {
    const test::Database database;
    auto connection = database.connect();
    connection.run("CREATE TABLE t (n int)");
    {
        pg::Pipeline pipeline(connection);
        for (const char* insert :
             {"INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (1/0)", "INSERT INTO t VALUES (3)"}) {
            pipeline.send({.sql = "BEGIN"});
            pipeline.send({.sql = insert});
            pipeline.send({.sql = "COMMIT"});
        }
        pipeline.sync();
    }
    if (connection.in_failed_transaction())
        connection.run("ROLLBACK");
    CHECK(connection.run("SELECT array_agg(n) FROM t").text(0, 0) == "{1}");
}

TEST_CASE("a pipeline left behind in the middle gives the connection back") {
    const test::Database database;
    auto connection = database.connect();
    {
        pg::Pipeline pipeline(connection);
        pipeline.send({.sql = "SELECT 1/0"});
        pipeline.send({.sql = "SELECT generate_series(1, 1000)"});
    }
    CHECK(connection.run("SELECT 5").get<int>(0, 0) == 5);
    CHECK(connection.run_script("SELECT 1; SELECT 6").get<int>(0, 0) == 6);
}

TEST_CASE("a hundred thousand statements of a kilobyte do not deadlock") {
    const test::Database database;
    auto connection = database.connect();
    const std::string value(1000, 'x');
    constexpr int count = 100'000;
    pg::Pipeline pipeline(connection);
    // The answers are as long as the questions: neither side's buffers can hold them all.
    pipeline.send_prepare("echo", "SELECT $1::text");
    for (int i = 0; i < count; ++i)
        pipeline.send({.sql = "echo", .parameters = {value}, .prepared = "echo"});
    pipeline.sync();
    CHECK(pipeline.next().ok());
    int intact = 0;
    for (int i = 0; i < count; ++i)
        intact += pipeline.expect().text(0, 0).size() == value.size() ? 1 : 0;
    CHECK(intact == count);
    CHECK(pipeline.next().is_sync);
}

TEST_CASE("a connection lost in a pipeline is told once and leaves it usable as a dead one") {
    const test::Database database;
    auto connection = database.connect();
    {
        pg::Pipeline pipeline(connection);
        pipeline.send({.sql = "SELECT 1"});
        pipeline.send({.sql = "SELECT pg_terminate_backend(pg_backend_pid())"});
        pipeline.send({.sql = "SELECT 2"});
        pipeline.sync();
        CHECK(pipeline.next().ok());
        try {
            while (pipeline.pending() > 0)
                pipeline.expect();
            FAIL("the connection is still there");
        } catch (const pg::SqlError& error) {
            CHECK(error.connection_lost());
            CHECK(error.code() == ExitCode::no_connection);
        }
    }
    CHECK_FALSE(connection.alive());
    CHECK_THROWS_AS(connection.run("SELECT 1"), pg::SqlError);
}
