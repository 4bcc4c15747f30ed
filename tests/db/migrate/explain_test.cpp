#include "migrate/explain.hpp"

#include "db/support/database.hpp"
#include "migrate/migrate.hpp"
#include "statement/parse_tree.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

using namespace pgmend;

namespace {

/// How often the parser is asked to plan and explain one revision of so many INSERTs.
std::size_t parser_calls_for(migrate::Session& session, std::size_t inserts) {
    std::string sql = "CREATE TABLE city (id bigint, name text);\n";
    for (std::size_t i = 0; i < inserts; ++i)
        sql += fmt::format("INSERT INTO city VALUES ({}, 'of {}');\n", i, inserts);
    const revision::Graph graph({{.id = "wide", .up = revision::Section{.sql = sql}}});
    const auto before = statement::parser_calls();
    auto plan = migrate::plan_upgrade(session, graph, "head", {});
    migrate::explain(plan, session);
    return statement::parser_calls() - before;
}

} // namespace

TEST_CASE("a plan parses each statement once, however many its revision has") {
    const test::Database database;
    migrate::Session session(database.dsn(), {});
    CHECK(parser_calls_for(session, 200) == 201);
    CHECK(parser_calls_for(session, 400) == 401);
}
