#include "maintain/key_path.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::maintain;

namespace {

Table a_table() {
    return {.qualified = "t",
            .columns = {{.name = "a", .type = "int"}, {.name = "b", .type = "text", .nullable = true}}};
}

} // namespace

TEST_CASE("the end of a piece is looked for behind the key that was seen last") {
    const auto table = a_table();
    const Grouping grouping{.key = {"b", "a"}};
    const PieceSql sql(table, grouping, {.columns = {"a", "b"}});
    const PieceSql::Span span{.above = {"1", "x"}, .from = "0", .below = "9"};
    CHECK(sql.end(span, 100) ==
          "SELECT a::text, b::text FROM ONLY t t WHERE b IS NOT NULL AND (a, b) > ($1, $2) "
          "AND a < $3 ORDER BY t.a, t.b OFFSET 99 LIMIT 1");
    CHECK(sql.parameters(span).values() == std::vector<std::optional<std::string>>{"1", "x", "9"});
}

TEST_CASE("a piece goes from its range's first value to the key that ends it") {
    const auto table = a_table();
    const Grouping grouping{.key = {"b", "a"}};
    const PieceSql sql(table, grouping, {.columns = {"a", "b"}});
    const PieceSql::Span span{.from = "3", .upto = {"7", "y"}, .below = "9"};
    CHECK(sql.collect(span, "w").find(
              "WHERE b IS NOT NULL AND a >= $1 AND (a, b) <= ($2, $3) GROUP BY a, b") != std::string::npos);
    CHECK(sql.parameters(span).values() == std::vector<std::optional<std::string>>{"3", "7", "y"});
}

TEST_CASE("NULLs that equal each other leave no way by an index") {
    CHECK(plainly_equal(a_table(), {.key = {"a"}, .nulls_same = true}));
    CHECK(plainly_equal(a_table(), {.key = {"b"}}));
    CHECK_FALSE(plainly_equal(a_table(), {.key = {"b"}, .nulls_same = true}));
}
