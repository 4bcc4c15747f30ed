#include "statement/parse_tree.hpp"
#include "statement/retarget.hpp"
#include "statement/split.hpp"

#include <catch2/catch.hpp>

#include <pg_query/pg_query.pb-c.h>

using namespace pgmend::statement;

namespace {

std::string table_in(const Statement& statement) {
    const auto outcome = parse(statement);
    return only_statement(outcome.tree)->create_stmt->relation->relname;
}

std::size_t calls_of(auto&& work) {
    const auto before = parser_calls();
    work();
    return parser_calls() - before;
}

} // namespace

TEST_CASE("a statement keeps its tree, and its copies share it") {
    auto statements = split("CREATE TABLE kept_a (); CREATE TABLE kept_b ()", {});
    const auto tree = parse(statements[0]).tree;
    CHECK(calls_of([&] {
              const auto copy = statements[0];
              const auto moved = std::move(statements);
              CHECK(parse(copy).tree == tree);
              CHECK(parse(moved[0]).tree == tree);
              CHECK(table_in(moved[1]) == "kept_b");
          }) == 0);
}

TEST_CASE("a tree outlives its statement") {
    const auto tree = parse(split("CREATE TABLE kept_c ()", {}).front()).tree;
    CHECK(std::string(only_statement(tree)->create_stmt->relation->relname) == "kept_c");
}

TEST_CASE("another text does not get the old tree") {
    auto statement = split("CREATE TABLE kept_d ()", {}).front();
    statement.sql = "CREATE TABLE kept_e ()";
    CHECK(table_in(statement) == "kept_e");
    CHECK(table_in(with_sql(statement, "CREATE TABLE kept_f ()")) == "kept_f");
    CHECK(table_in({.sql = "CREATE TABLE kept_g ()"}) == "kept_g");
}

TEST_CASE("that a text is not known is kept, too") {
    const auto statement = split("CREATE TABEL kept_h ()", {}).front();
    CHECK(calls_of([&] { CHECK(parse(statement).stopped_at == 7); }) == 0);
}

TEST_CASE("statements are equal by text and place, whoever keeps a tree") {
    const auto statement = split("SELECT 1", {}).front();
    auto other = statement;
    other.tree = {};
    CHECK(other == statement);
    other.line = 2;
    CHECK_FALSE(other == statement);
}
