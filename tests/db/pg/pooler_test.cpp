#include "pg/pooler.hpp"

#include "db/support/database.hpp"
#include "db/support/pgbouncer.hpp"
#include "pg/pipeline.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;

namespace {

bool looks_pooled(pg::Connection& connection) {
    return pg::is_pooled(connection, connection.run("SELECT pg_backend_pid()").get<int>(0, 0));
}

} // namespace

TEST_CASE("a direct connection is not taken for a pooled one") {
    const test::Database database;
    auto connection = database.connect();
    CHECK_FALSE(looks_pooled(connection));
}

TEST_CASE("a connection through pgbouncer is told from a direct one") {
    if (!test::PgBouncer::is_installed()) {
        WARN("pgbouncer is not installed");
        return;
    }
    const test::Database database;
    const test::PgBouncer proxy(database.dsn());
    auto connection = pg::Connection::open(proxy.dsn(), {.retry_for = std::chrono::seconds(10)});
    CHECK(looks_pooled(connection));
    CHECK(connection.database() == database.name());

    pg::Pipeline pipeline(connection);
    pipeline.send({.sql = "BEGIN"});
    pipeline.send({.sql = "SELECT $1::int", .parameters = {7}});
    pipeline.send({.sql = "COMMIT"});
    pipeline.sync();
    pipeline.expect();
    CHECK(pipeline.expect().get<int>(0, 0) == 7);
}
