#include "migrate/version_table.hpp"

#include "db/support/database.hpp"
#include "pg/sql_error.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using migrate::VersionTable;
using revision::RowChange;
using Kind = RowChange::Kind;
using Rows = std::vector<std::string>;

namespace {

Rows held(pg::Connection& connection) {
    Rows rows;
    const auto found = connection.run("SELECT version_num FROM alembic_version ORDER BY 1");
    for (std::size_t row = 0; row < found.rows(); ++row)
        rows.push_back(found.get<std::string>(row, 0));
    return rows;
}

bool is_refused(pg::Connection& connection, const VersionTable& table, const Rows& expected,
                const RowChange& change) {
    try {
        for (const auto& query : table.change_queries(expected, {change}))
            connection.run(query);
        return false;
    } catch (const pg::SqlError& error) {
        return migrate::is_moved(error);
    }
}

} // namespace

TEST_CASE("a change of rows that are no longer the expected ones is refused, whatever the server's plan") {
    const test::Database database;
    auto connection = database.connect();
    const VersionTable table("public", "alembic_version");
    connection.run(table.create_sql());
    connection.run("INSERT INTO alembic_version VALUES ('b')");
    const Rows before{"a"};
    for (const auto* settings :
         {"SELECT 1", "ANALYZE alembic_version", "SET enable_nestloop = off", "SET enable_seqscan = off"}) {
        INFO(settings);
        connection.run(settings);
        CHECK(is_refused(connection, table, before, {.kind = Kind::update, .from = "a", .to = "b"}));
        CHECK(is_refused(connection, table, before, {.kind = Kind::remove, .from = "a"}));
        CHECK(is_refused(connection, table, before, {.kind = Kind::insert, .to = "c"}));
        CHECK(held(connection) == Rows{"b"});
    }
}

TEST_CASE("rows that are as expected are changed") {
    const test::Database database;
    auto connection = database.connect();
    const VersionTable table("public", "alembic_version");
    connection.run(table.create_sql());
    const auto change = [&](const Rows& expected, const std::vector<RowChange>& changes) {
        for (const auto& query : table.change_queries(expected, changes))
            connection.run(query);
        return held(connection);
    };
    CHECK(change({}, {{.kind = Kind::insert, .to = "a"}}) == Rows{"a"});
    CHECK(change({"a"}, {{.kind = Kind::update, .from = "a", .to = "b"}}) == Rows{"b"});
    CHECK(change({"b"}, {{.kind = Kind::insert, .to = "c"}}) == Rows{"b", "c"});
    // A merge: one row goes, the other moves.
    CHECK(change({"b", "c"}, {{.kind = Kind::remove, .from = "c"},
                              {.kind = Kind::update, .from = "b", .to = "d"}}) == Rows{"d"});
    CHECK(change({"d"}, {{.kind = Kind::remove, .from = "d"}}).empty());
}
