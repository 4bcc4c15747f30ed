#include "importers/readers.hpp"
#include "unit/importers/support.hpp"

using namespace pgmend;
using test::ForeignFolder;

TEST_CASE("a dbmate file gives a migration with both directions, lines as in the file") {
    ForeignFolder folder;
    folder.add("20240102030405_create_users.sql",
               "-- migrate:up\nCREATE TABLE a ();\n\n-- migrate:down\nDROP TABLE a;\n");
    const auto project = importers::read_dbmate(folder.source());
    CHECK(project.failures.empty());
    const auto file = folder.file("20240102030405_create_users.sql");
    CHECK(project.migrations ==
          std::vector<importers::Migration>{
              {.name = "20240102030405",
               .id = "20240102030405",
               .message = "create users",
               .created = "2024-01-02T03:04:05Z",
               .up = {.sql = "\nCREATE TABLE a ();\n\n\n\n", .file = file},
               .down = importers::Script{.sql = "\n\n\n\nDROP TABLE a;\n", .file = file}}});
}

TEST_CASE("dbmate's order is that of the file names, not of the numbers") {
    ForeignFolder folder;
    for (const auto* name : {"9_b.sql", "10_a.sql", "schema.sql", "11_note.txt"})
        folder.add(name, "-- migrate:up\n-- migrate:down\n");
    const auto project = importers::read_dbmate(folder.source());
    CHECK(test::ids(project) == std::vector<std::string>{"10", "9"});
    REQUIRE(project.warnings.size() == 1);
    CHECK_THAT(project.warnings[0], Catch::Contains("schema.sql"));
}

TEST_CASE("transaction:false of dbmate is kept for each direction") {
    ForeignFolder folder;
    folder.add("1_a.sql", "--  migrate:up  transaction:false\nSELECT 1;\n-- migrate:down\nSELECT 2;\n");
    const auto migration = importers::read_dbmate(folder.source()).migrations.at(0);
    CHECK_FALSE(migration.up.transaction);
    CHECK(migration.down.value().transaction);
}

TEST_CASE("comments above dbmate's first mark go with the section, statements there are refused") {
    ForeignFolder folder;
    folder.add("1_a.sql", "-- by the team\n-- migrate:up\nSELECT 1;\n-- migrate:down\n");
    CHECK(importers::read_dbmate(folder.source()).migrations.at(0).up.sql ==
          "-- by the team\n\nSELECT 1;\n\n");
    folder.add("2_b.sql", "\nSELECT 0;\n-- migrate:up\n-- migrate:down\n");
    const auto failure = test::only_failure(importers::read_dbmate(folder.source()));
    CHECK(failure.revision == "2");
    CHECK(failure.location == SourceLocation{.file = folder.file("2_b.sql"), .line = 2});
}

TEST_CASE("a dbmate file without a down section cannot be taken back, one with an empty one can") {
    ForeignFolder folder;
    folder.add("1_a.sql", "-- migrate:up\nSELECT 1;\n").add("2_b.sql", "-- migrate:up\n-- migrate:down\n");
    const auto project = importers::read_dbmate(folder.source());
    CHECK_FALSE(project.migrations.at(0).down);
    CHECK(project.migrations.at(1).down);
}

TEST_CASE("what versions of dbmate read differently is refused with its line") {
    const auto failure_of = [](const std::string& text) {
        ForeignFolder folder;
        folder.add("1_a.sql", text);
        const auto project = importers::read_dbmate(folder.source());
        CHECK(test::ids(project).size() == 1); // a stub
        return test::only_failure(project);
    };
    CHECK(failure_of("-- migrate:up\n-- migrate:down\n-- migrate:up\n-- migrate:down\n").location.line == 3);
    CHECK(failure_of("-- migrate:down\n-- migrate:up\n").location.line == 1);
    CHECK_THAT(failure_of("SELECT 1;\n").reason, Catch::Contains("before '-- migrate:up'"));
    CHECK_THAT(failure_of("-- nothing\n").reason, Catch::Contains("'-- migrate:up' is missing"));
    CHECK_THAT(failure_of("-- migrate:up\n\xff\n").reason, Catch::Contains("UTF-8"));
}

TEST_CASE("two dbmate files of one version are refused") {
    ForeignFolder folder;
    folder.add("1_a.sql", "-- migrate:up\n-- migrate:down\n")
        .add("1_b.sql", "-- migrate:up\n-- migrate:down\n");
    const auto project = importers::read_dbmate(folder.source());
    CHECK(test::only_failure(project).location.file == folder.file("1_b.sql"));
}

TEST_CASE("a folder that is not there is a usage error") {
    CHECK_THROWS_AS(importers::read_dbmate({.folders = {"/nowhere/at/all"}}), UsageError);
}

TEST_CASE("CRLF and a BOM in a foreign file are gone") {
    ForeignFolder folder;
    folder.add("1_a.sql", "\xef\xbb\xbf-- migrate:up\r\nSELECT 1;\r\n-- migrate:down\r\n");
    CHECK(importers::read_dbmate(folder.source()).migrations.at(0).up.sql == "\nSELECT 1;\n\n");
}
