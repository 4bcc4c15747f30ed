#include "pg/transaction.hpp"

#include "db/support/cutting_proxy.hpp"
#include "db/support/database.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using test::CuttingProxy;

namespace {

/// Inserts a row and commits it through a proxy that cuts; what is said to have become of it.
pg::CommitOutcome commit_through(CuttingProxy& proxy, CuttingProxy::Cut cut) {
    auto connection = pg::Connection::open(proxy.dsn());
    connection.run("BEGIN");
    connection.run("INSERT INTO t VALUES (1)");
    proxy.cut_next(cut);
    return pg::commit_and_verify(connection, proxy.dsn());
}

} // namespace

TEST_CASE("a commit whose answer is lost is looked up, not guessed") {
    const test::Database database;
    auto connection = database.connect();
    connection.run("CREATE TABLE t (a int)");
    CuttingProxy proxy(database.dsn());
    const auto rows = [&] { return connection.run("SELECT count(*) FROM t").get<int>(0, 0); };
    CHECK(commit_through(proxy, CuttingProxy::Cut::none) == pg::CommitOutcome::committed);
    CHECK(rows() == 1);
    CHECK(commit_through(proxy, CuttingProxy::Cut::after_commit) ==
          pg::CommitOutcome::committed_after_reconnect);
    CHECK(rows() == 2);
    CHECK(commit_through(proxy, CuttingProxy::Cut::before_commit) == pg::CommitOutcome::rolled_back);
    CHECK(rows() == 2);
    CHECK(proxy.cuts() == 2);
}

TEST_CASE("a commit that the server refuses is an error of the server's") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script(
        "CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE child (a int REFERENCES t INITIALLY DEFERRED)");
    connection.run("BEGIN");
    connection.run("INSERT INTO child VALUES (1)");
    try {
        pg::commit_and_verify(connection, database.dsn());
        FAIL("the row points nowhere");
    } catch (const pg::SqlError& error) {
        CHECK(error.is("23503"));
    }
}
