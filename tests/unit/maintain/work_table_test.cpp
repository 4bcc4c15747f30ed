#include "maintain/work_table.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::maintain;

TEST_CASE("a place in the work table is read back as it was written") {
    const WorkPlace place{
        .part = {.rel = "16385", .kept_rel = "16390", .file = "17000", .kept_file = "17001"},
        .row_id = "(123,4)"};
    const auto read = work_place(place.text());
    REQUIRE(read);
    CHECK(read->text() == place.text());
    CHECK(read->part.is_same(place.part));
    CHECK_FALSE(work_place(""));
    CHECK_FALSE(work_place("16385 16390"));
}

TEST_CASE("a temporary work table is made without the name of its schema") {
    const WorkTable temporary("pg_temp.w", "pg_temp.r"), kept("pgmend.w", "pgmend.r");
    CHECK(temporary.create_words(temporary.ranges()) == "CREATE TEMP TABLE r");
    CHECK(kept.create_words(kept.name()) == "CREATE UNLOGGED TABLE pgmend.w");
}
