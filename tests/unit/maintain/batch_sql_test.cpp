#include "maintain/batch_sql.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using namespace pgmend::maintain;

namespace {

std::string range_of(const std::string& sql, bool first = false, bool last = false) {
    const Table table{.qualified = "public.t", .primary_key = {"a", "b"}};
    return batch_range(table, parse_batch(sql), first, last);
}

} // namespace

TEST_CASE("a range is added to the statement's own condition") {
    CHECK(range_of("UPDATE t SET x = 1 WHERE x = 2 OR x = 3 -- where\n;") ==
          "UPDATE t SET x = 1 WHERE ( x = 2 OR x = 3) AND true AND (t.a, t.b) > ($1, $2) AND (t.a, t.b) <= "
          "($3, "
          "$4)");
    CHECK(range_of("DELETE FROM s.t z", true) == "DELETE FROM s.t z WHERE true AND (z.a, z.b) <= ($1, $2)");
    CHECK(range_of("delete from t where a in (select b from u where c)", true, true) ==
          "delete from t WHERE ( a in (select b from u where c)) AND true");
    CHECK(range_of("UPDATE t SET x = (SELECT 1 FROM u WHERE c), y = 'where'", false, true) ==
          "UPDATE t SET x = (SELECT 1 FROM u WHERE c), y = 'where' WHERE true AND (t.a, t.b) > ($1, $2)");
}

TEST_CASE("a range's end is the key of its last row") {
    const Table table{.qualified = "public.t", .primary_key = {"a", "b"}};
    CHECK(
        batch_range_end(table, 100, false) ==
        "SELECT t.a::text, t.b::text FROM public.t t WHERE (t.a, t.b) > ($1, $2) ORDER BY t.a, t.b OFFSET 99 "
        "LIMIT 1");
}

TEST_CASE("what a statement sets is known, and others are refused") {
    const auto read = parse_batch("UPDATE t SET a = 1, (b, c) = (2, 3)");
    CHECK(read.sets == std::vector<std::string>{"a", "b", "c"});
    for (const auto* sql : {"SELECT 1", "DELETE FROM t RETURNING a", "UPDATE t SET a = 1; SELECT 1",
                            "nonsense", "DELETE FROM t WHERE CURRENT OF c", ""})
        CHECK_THROWS_AS(parse_batch(sql), UsageError);
}
