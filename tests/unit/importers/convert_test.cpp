#include "importers/convert.hpp"
#include "importers/names.hpp"
#include "importers/skeleton.hpp"
#include "importers/unwrap.hpp"
#include "importers/version.hpp"
#include "revision/identifier.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using importers::Version;

namespace {

importers::Migration migration_of(std::string id, std::string sql) {
    return {.name = id, .id = id, .message = "m", .up = {.sql = std::move(sql), .file = "/p/" + id + ".sql"}};
}

importers::Conversion conversion_of(std::string sql) {
    return importers::convert({.migrations = {migration_of("1", std::move(sql))}});
}

} // namespace

TEST_CASE("each migration builds on the one before") {
    const auto result =
        importers::convert({.migrations = {migration_of("1", "SELECT 1;"), migration_of("2", "SELECT 2;")}});
    REQUIRE(result.revisions.size() == 2);
    CHECK(result.revisions[0].down_revisions.empty());
    CHECK(result.revisions[1].down_revisions == std::vector<std::string>{"1"});
}

TEST_CASE("empty lines at both ends go, the last statement is ended") {
    CHECK(conversion_of("\n\nSELECT 1;\n\nSELECT 2\n\n").revisions.at(0).up.value().sql ==
          "SELECT 1;\n\nSELECT 2;\n");
}

TEST_CASE("a script that is one transaction as a whole loses its BEGIN and COMMIT") {
    const auto section =
        conversion_of("-- why\nBEGIN;\nCREATE TABLE a ();\nCOMMIT;\n").revisions.at(0).up.value();
    CHECK(section.sql == "-- why\n\nCREATE TABLE a ();\n");
    CHECK(section.transaction);
    CHECK(conversion_of("BEGIN; SELECT 1; COMMIT;").revisions.at(0).up.value().sql == "SELECT 1;\n");
    CHECK(importers::unwrapped("start transaction; SELECT 1; end work") == " SELECT 1; ");
    CHECK(importers::unwrapped("BEGIN\n;\nCOMMIT TRANSACTION;") == "\n\n");
    for (const auto* text :
         {"BEGIN; SELECT 1;", "SELECT 1; COMMIT;", "BEGIN ISOLATION LEVEL SERIALIZABLE; COMMIT;",
          "BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2; COMMIT;", "BEGIN; ROLLBACK; COMMIT;",
          "BEGIN; COMMIT; SELECT 1;", "BEGIN;", "BEGIN; SELECT 'x; COMMIT;"})
        CHECK_FALSE(importers::unwrapped(text));
}

TEST_CASE("a script outside a transaction that makes its own is one") {
    auto migration = migration_of("1", "BEGIN; SELECT 1; COMMIT;");
    migration.up.transaction = false;
    CHECK(importers::convert({.migrations = {migration}}).revisions.at(0).up.value().transaction);
    migration.up.sql = "SELECT 1;";
    CHECK_FALSE(importers::convert({.migrations = {migration}}).revisions.at(0).up.value().transaction);
}

TEST_CASE("what no section can hold is named with its place in the tool's file") {
    const auto place_of = [](const std::string& sql) {
        const auto result = conversion_of(sql);
        REQUIRE(result.revisions.size() == 1);
        CHECK(importers::is_skeleton(result.revisions[0].up.value()));
        REQUIRE(result.failures.size() == 1);
        CHECK(result.failures[0].location.file == "/p/1.sql");
        CHECK_FALSE(result.failures[0].remedy.empty());
        return result.failures[0].location.line;
    };
    CHECK(place_of("SELECT 1;\nCOMMIT;\n") == 2);
    CHECK(place_of("\n\n\\connect abc\nSELECT 1;\n") == 3);
    CHECK(place_of("\nCOPY a FROM stdin;\n1\n\\.\n") == 2);
    CHECK(place_of("SELECT 1;\n-- migrate:later\n") == 2);
    CHECK(place_of("BEGIN;\nSELECT 1;\nCOMMIT;\nVACUUM a;\n") == 1);
}

TEST_CASE("failures are in the order of the files, and the line closes over them") {
    const auto result =
        importers::convert({.migrations = {migration_of("1", "SELECT 1;"), migration_of("2", "COMMIT;"),
                                           migration_of("4", "SELECT 4;")},
                            .failures = {{.revision = "3", .location = {.file = "/p/3.js"}}}});
    REQUIRE(result.failures.size() == 2);
    CHECK(result.failures[0].revision == "2");
    CHECK(result.failures[1].revision == "3");
    CHECK(result.revisions.at(1).down_revisions == std::vector<std::string>{"1"});
}

TEST_CASE("any name gives a legal revision id, always the same") {
    CHECK(importers::legal_id("1.2") == "1.2");
    CHECK(importers::legal_id("20240101-create users") == "20240101_create_users");
    CHECK(importers::legal_id("head") == "head_");
    CHECK(importers::legal_id("") == "_");
    const std::string name = "a_name_that_is_much_too_long_for_the_version_table";
    CHECK(importers::legal_id(name) == importers::legal_id(name));
    CHECK(importers::legal_id(name) != importers::legal_id(name + "s"));
    CHECK(importers::legal_id(name).starts_with("a_name_that_is_much"));
    for (const auto& text :
         {name, std::string("\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"
                            "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4")})
        CHECK(revision::id_fault(importers::legal_id(text)).empty());
}

TEST_CASE("times are read from numbers that are one") {
    CHECK(importers::time_of("20240229235959") == "2024-02-29T23:59:59Z");
    CHECK(importers::time_of("20200513070724505") == "2020-05-13T07:07:24Z");
    CHECK(importers::time_of("1700000000") == "2023-11-14T22:13:20Z");
    CHECK(importers::time_of("1700000000123") == "2023-11-14T22:13:20Z");
    for (const auto* digits : {"", "1", "20240230000000", "20240101250000", "0000000001", "99999999999999"})
        CHECK(importers::time_of(digits).empty());
}

TEST_CASE("versions compare as numbers, part by part") {
    const auto version = [](std::string_view text) { return Version::parse(text).value(); };
    CHECK(version("1.10") > version("1.9"));
    CHECK(version("1") == version("001.0.0"));
    CHECK(version("1_2") == version("1.2"));
    CHECK(version("0") < version("0.1"));
    CHECK(version("18446744073709551616") > version("18446744073709551615"));
    for (const auto* text : {"", ".", "1.", ".1", "1..2", "1a", "-1", "V1"})
        CHECK_FALSE(Version::parse(text));
}
