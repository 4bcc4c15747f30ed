#include "importers/adopt.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using importers::Row;

namespace {

const importers::Tool& tool(std::string_view name) {
    for (const auto& one : importers::tools())
        if (one.name == name)
            return one;
    throw std::out_of_range("no such tool");
}

/// A line of revisions.
revision::Graph graph_of(const std::vector<std::string>& ids) {
    std::vector<revision::Revision> revisions;
    for (const auto& id : ids) {
        revision::Revision revision{.id = id, .path = id + ".sql"};
        if (!revisions.empty())
            revision.down_revisions = {revisions.back().id};
        revisions.push_back(std::move(revision));
    }
    return revision::Graph(std::move(revisions));
}

std::vector<std::string> rows_of(std::string_view name, const std::vector<Row>& rows,
                                 const std::vector<std::string>& ids) {
    return importers::adopted(tool(name), tool(name).history(rows), graph_of(ids));
}

void refused(std::string_view name, const std::vector<Row>& rows, const std::vector<std::string>& ids,
             const std::string& reason) {
    try {
        rows_of(name, rows, ids);
        FAIL("adopted all the same");
    } catch (const Error& error) {
        CHECK(error.code() == ExitCode::conflict);
        CHECK_THAT(error.message(), Catch::Contains(reason));
        CHECK_FALSE(error.hint().empty());
    }
}

using Ids = std::vector<std::string>;

} // namespace

TEST_CASE("the newest of what dbmate has applied is the row") {
    CHECK(rows_of("dbmate", {{"1"}, {"2"}}, {"1", "2", "3"}) == Ids{"2"});
    CHECK(rows_of("dbmate", {}, {"1", "2"}).empty());
    CHECK(rows_of("dbmate", {{"2"}, {"1"}, {"3"}}, {"1", "2", "3"}) == Ids{"3"});
}

TEST_CASE("a gap below what is applied, and what no file has, are refused by name") {
    refused("dbmate", {{"1"}, {"3"}}, {"1", "2", "3"}, "not applied 2");
    refused("dbmate", {{"1"}, {"7"}}, {"1", "2"}, "7");
    refused("dbmate", {{"1"}}, {}, "1");
}

TEST_CASE("golang-migrate's one row stands for all up to it, whatever zeros the files have") {
    CHECK(rows_of("golang-migrate", {{"2", "false"}}, {"000001", "000002", "000003"}) == Ids{"000002"});
    CHECK(rows_of("golang-migrate", {}, {"000001"}).empty());
    CHECK(rows_of("golang-migrate", {{"-1", "false"}}, {"000001"}).empty());
    refused("golang-migrate", {{"2", "true"}}, {"1", "2"}, "dirty at version 2");
    refused("golang-migrate", {{"4", "false"}}, {"1", "2"}, "4");
    refused("golang-migrate", {{"1", "false"}, {"2", "false"}}, {"1", "2"}, "several rows");
}

TEST_CASE("Flyway's history is read as it has happened") {
    const Row one{"1", "SQL", "V1__a.sql", "17", "true"}, two{"2.0", "SQL", "V2__b.sql", "18", "true"};
    CHECK(rows_of("flyway", {one, two}, {"1", "2", "3"}) == Ids{"2"});
    CHECK(rows_of("flyway", {one, two, {"2.0", "UNDO_SQL", "U2__b.sql", "19", "true"}}, {"1", "2"}) ==
          Ids{"1"});
    CHECK(rows_of("flyway", {one, two, {"2.0", "DELETE", "V2__b.sql", "18", "true"}, two}, {"1", "2"}) ==
          Ids{"2"});
    CHECK(rows_of("flyway", {{"", "SCHEMA", "\"shop\"", "", "true"}, one}, {"1"}) == Ids{"1"});
    refused("flyway", {one, {"2", "SQL", "V2__b.sql", "18", "false"}}, {"1", "2"}, "2 has failed");
    refused("flyway", {one, {"2", "JDBC", "V2__B", "", "true"}}, {"1"}, "2 (JDBC)");
}

TEST_CASE("Flyway's baseline stands for all versions up to it") {
    const Row baseline{"1.5", "BASELINE", "<< Flyway Baseline >>", "", "true"};
    CHECK(rows_of("flyway", {baseline}, {"1", "1.2", "1.10"}) == Ids{"1.2"});
    CHECK(rows_of("flyway", {baseline, {"2", "SQL", "V2__b.sql", "1", "true"}}, {"1", "2"}) == Ids{"2"});
}

TEST_CASE("a repeatable migration of Flyway's that was applied is a warning") {
    const auto history = tool("flyway").history({{"", "SQL", "R__views.sql", "5", "true"}});
    CHECK(history.applied.empty());
    REQUIRE(history.warnings.size() == 1);
    CHECK_THAT(history.warnings[0], Catch::Contains("R__views.sql"));
}

TEST_CASE("a file that was changed since Flyway applied it is refused") {
    const auto history = tool("flyway").history({{"1.0", "SQL", "V1__a.sql", "17", "true"}});
    const auto project_with = [](std::string checksum) {
        return importers::Project{
            .migrations = {{.name = "1", .up = {.file = "V1__a.sql"}, .checksum = std::move(checksum)}}};
    };
    CHECK_NOTHROW(importers::check_checksums(tool("flyway"), history, project_with("17")));
    CHECK_THROWS_WITH(importers::check_checksums(tool("flyway"), history, project_with("18")),
                      Catch::Contains("V1__a.sql has been changed"));
}

TEST_CASE("whole names are found by their numbers and by themselves") {
    CHECK(rows_of("sql-migrate", {{"20240203-a.sql"}, {"2_b.sql"}, {"2_c.sql"}},
                  {"20240203", "2_b", "2_c"}) == Ids{"2_c"});
    CHECK(rows_of("node-pg-migrate", {{"1391877300255_a"}, {"x"}, {"1391877300256_b.up"}},
                  {"1391877300255", "x", "1391877300256_b"}) == Ids{"1391877300256_b"});
}

TEST_CASE("revisions of ours on top of what was adopted are simply not applied") {
    CHECK(rows_of("dbmate", {{"1"}}, {"1", "fbc2721a43d3"}) == Ids{"1"});
}

TEST_CASE("several lines give several rows") {
    std::vector<revision::Revision> revisions{
        {.id = "1"}, {.id = "2", .down_revisions = {"1"}}, {.id = "3", .down_revisions = {"1"}}};
    const revision::Graph graph(std::move(revisions));
    const auto history = tool("dbmate").history({{"1"}, {"2"}, {"3"}});
    CHECK(importers::adopted(tool("dbmate"), history, graph) == Ids{"2", "3"});
}

TEST_CASE("tables of versions and names: diesel, Supabase, Prisma, sqitch, Liquibase, Rails, tern") {
    CHECK(rows_of("diesel", {{"20240101000000"}}, {"20240101000000", "20240102000000"}) ==
          Ids{"20240101000000"});
    CHECK(rows_of("prisma", {{"20240101000000_a", "2024-01-01", ""}, {"20240102000000_b", "", "2024-01-02"}},
                  {"20240101000000", "20240102000000"}) == Ids{"20240101000000"});
    CHECK(rows_of("sqitch", {{"users"}, {"users"}}, {"users", "users_2"}) == Ids{"users_2"});
    CHECK(rows_of("liquibase", {{"1", "ann", "EXECUTED"}, {"2", "ann", "MARK_RAN"}}, {"1", "2"}) == Ids{"2"});
    CHECK(rows_of("rails", {{"20240101000000"}, {"20240102000000"}}, {"20240102000000"}) ==
          Ids{"20240102000000"});
    CHECK(rows_of("tern", {{"2"}}, {"001", "002", "003"}) == Ids{"002"});
}

TEST_CASE("goose counts a version's newest row, drizzle the rows") {
    CHECK(rows_of("goose", {{"0", "t"}, {"1", "t"}, {"2", "t"}, {"2", "f"}}, {"00001", "00002"}) ==
          Ids{"00001"});
    CHECK(rows_of("drizzle", {{"a"}, {"b"}}, {"0000", "0001", "0002"}) == Ids{"0001"});
    refused("drizzle", {{"a"}, {"b"}}, {"0000"}, "only 1 revision");
}

TEST_CASE("what was begun and not finished is refused with the way on") {
    refused("sqlx", {{"1", "f"}}, {"1"}, "has failed");
    refused("prisma", {{"1_a", "", ""}}, {"1"}, "has failed");
    refused("atlas", {{"1", "1", "3"}}, {"1"}, "1 of 3 statements");
    refused("golang-migrate", {{"2", "t"}}, {"1", "2"}, "dirty");
}
