#include "pg/transaction.hpp"

#include "db/support/database.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace pgmend;

namespace {

int count(pg::Connection& connection) {
    return connection.run("SELECT count(*) FROM t").get<int>(0, 0);
}

} // namespace

TEST_CASE("a transaction rolls back unless it is committed") {
    const test::Database database;
    auto connection = database.connect();
    connection.run("CREATE TABLE t (n int)");
    try {
        const pg::Transaction transaction(connection);
        connection.run("INSERT INTO t VALUES (1)");
        CHECK(connection.in_transaction());
        throw std::runtime_error("on the way");
    } catch (const std::runtime_error&) {
        CHECK_FALSE(connection.in_transaction());
    }
    CHECK(count(connection) == 0);

    pg::Transaction transaction(connection, "BEGIN ISOLATION LEVEL SERIALIZABLE");
    CHECK(connection.run("SHOW transaction_isolation").get<std::string>(0, 0) == "serializable");
    connection.run("INSERT INTO t VALUES (1)");
    transaction.commit();
    CHECK(count(connection) == 1);
}

TEST_CASE("a failed transaction leaves a connection that works") {
    const test::Database database;
    auto connection = database.connect();
    {
        const pg::Transaction transaction(connection);
        CHECK_THROWS_AS(connection.run("SELECT 1/0"), pg::SqlError);
        CHECK(connection.in_failed_transaction());
    }
    CHECK_FALSE(connection.in_transaction());
    CHECK(connection.run("SELECT 1").get<int>(0, 0) == 1);
}

TEST_CASE("a scratch savepoint leaves no trace, not even of an error") {
    const test::Database database;
    auto connection = database.connect();
    connection.run("CREATE TABLE t (n int)");
    pg::Transaction transaction(connection);
    connection.run("INSERT INTO t VALUES (1)");
    {
        const pg::ScratchSavepoint scratch(connection);
        connection.run("INSERT INTO t VALUES (2)");
        connection.run("ALTER TABLE t ADD COLUMN gone int");
        CHECK_THROWS_AS(connection.run("SELECT 1/0"), pg::SqlError);
    }
    CHECK(count(connection) == 1);
    const auto locks =
        connection.run("SELECT count(*) FROM pg_locks WHERE relation = 't'::regclass AND mode = "
                       "'AccessExclusiveLock'");
    CHECK(locks.get<int>(0, 0) == 0);
    transaction.commit();
    CHECK(count(connection) == 1);
}

TEST_CASE("a transaction whose connection is lost ends quietly") {
    const test::Database database;
    auto connection = database.connect();
    const pg::Transaction transaction(connection);
    CHECK_THROWS_AS(connection.run("SELECT pg_terminate_backend(pg_backend_pid())"), pg::SqlError);
    CHECK_FALSE(connection.alive());
}
