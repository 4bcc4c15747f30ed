#include "importers/flyway_checksum.hpp"
#include "importers/flyway_name.hpp"
#include "importers/readers.hpp"
#include "unit/importers/support.hpp"

using namespace pgmend;
using importers::FlywayName;
using importers::parse_flyway_name;
using test::ForeignFolder;
using Kind = FlywayName::Kind;

TEST_CASE("Flyway's names are read by its rules") {
    CHECK(parse_flyway_name("V1_2__create_users.sql") ==
          FlywayName{Kind::versioned, "1.2", "create users", ".sql"});
    CHECK(parse_flyway_name("V001.002__New__column.sql") ==
          FlywayName{Kind::versioned, "001.002", "New column", ".sql"});
    CHECK(parse_flyway_name("V7.sql") == FlywayName{Kind::versioned, "7", "", ".sql"});
    CHECK(parse_flyway_name("U1.2__back.sql") == FlywayName{Kind::undo, "1.2", "back", ".sql"});
    CHECK(parse_flyway_name("R__views.sql") == FlywayName{Kind::repeatable, "", "views", ".sql"});
    CHECK(parse_flyway_name("V2__Fill.java") == FlywayName{Kind::versioned, "2", "Fill", ".java"});
    CHECK(parse_flyway_name("B5__all.sql") == FlywayName{Kind::baseline, "5", "all", ".sql"});
    CHECK(parse_flyway_name("afterMigrate.sql") == FlywayName{Kind::callback, "", "", ".sql"});
    CHECK(parse_flyway_name("beforeEachMigrate__x.sql") == FlywayName{Kind::callback, "", "x", ".sql"});
    for (const auto* name : {"v1__lower.sql", "Views.sql", "V1a__x.sql", "V__x.sql", "R1__x.sql",
                             "afterInfo.sql", "V1", "README.md", ".V1__x.sql"})
        CHECK_FALSE(parse_flyway_name(name));
}

TEST_CASE("Flyway's versions are ordered by their numbers, in all folders below") {
    ForeignFolder folder;
    for (const auto* name : {"V10__d.sql", "V9__c.sql", "sub/V1.10__b.sql", "sub/V1_2__a.sql"})
        folder.add(name, "SELECT 1;\n");
    folder.add("sub/U1.2__a.sql", "SELECT 2;\n");
    const auto project = importers::read_flyway(folder.source());
    CHECK(project.failures.empty());
    CHECK(test::ids(project) == std::vector<std::string>{"1.2", "1.10", "9", "10"});
    CHECK(project.migrations[0].message == "a");
    CHECK(project.migrations[0].down.value().sql == "SELECT 2;\n");
    CHECK_FALSE(project.migrations[1].down);
}

TEST_CASE("what has no counterpart in Flyway's project is named, each with a remedy") {
    ForeignFolder folder;
    for (const auto* name : {"R__views.sql", "V2__Fill.java", "afterMigrate.sql", "B3__all.sql",
                             "U9__lonely.sql", "V1__a.sql", "V1.0__b.sql"})
        folder.add(name, "SELECT 1;\n");
    const auto project = importers::read_flyway(folder.source());
    CHECK(test::ids(project) == std::vector<std::string>{"1.0", "2"});
    REQUIRE(project.failures.size() == 6);
    for (const auto& failure : project.failures)
        CHECK_FALSE(failure.remedy.empty());
}

TEST_CASE("a script's own settings count, and one that runs only sometimes is refused") {
    ForeignFolder folder;
    folder.add("V1__a.sql", "SELECT '${x}';\n")
        .add("V1__a.sql.conf", "# ours\nexecuteInTransaction = false\nplaceholderReplacement=false\n");
    folder.add("V2__b.sql", "SELECT 1;\n").add("V2__b.sql.conf", "\nshouldExecute=${env}==prod\n");
    const auto project = importers::read_flyway(folder.source());
    CHECK_FALSE(project.migrations.at(0).up.transaction);
    CHECK(project.migrations.at(0).up.sql == "SELECT '${x}';\n");
    const auto failure = test::only_failure(project);
    CHECK(failure.location == SourceLocation{.file = folder.file("V2__b.sql.conf"), .line = 2});
}

TEST_CASE("placeholders get their values, one without is named with its line") {
    ForeignFolder folder;
    folder.add("V1__a.sql", "CREATE SCHEMA ${Name};\nGRANT USAGE ON SCHEMA ${name} TO ${role};\n");
    auto source = folder.source();
    source.placeholders = {{"name", "shop"}};
    const auto failure = test::only_failure(importers::read_flyway(source));
    CHECK_THAT(failure.reason, Catch::Contains("${role}"));
    CHECK(failure.location.line == 2);
    source.placeholders["role"] = "web";
    CHECK(importers::read_flyway(source).migrations.at(0).up.sql ==
          "CREATE SCHEMA shop;\nGRANT USAGE ON SCHEMA shop TO web;\n");
}

TEST_CASE("Flyway's checksum is the CRC-32 of the lines, signed") {
    CHECK(importers::flyway_checksum("") == "0");
    CHECK(importers::flyway_checksum("123456789") == "-873187034"); // 0xcbf43926, the check value of CRC-32
    CHECK(importers::flyway_checksum("1234\n56789\n") == "-873187034");
}
