#include "revision/file.hpp"

#include "base/error.hpp"
#include "revision/identifier.hpp"

#include <catch2/catch.hpp>

#include <set>

#include <fmt/format.h>

using namespace pgmend::revision;
using pgmend::SourceLocation;
using pgmend::UsageError;

namespace {

const std::string head = "-- Add a column\n--\n-- revision: a1\n";

Revision read(std::string_view text, const std::string& path = "a1_add_a_column.sql") {
    std::vector<std::string> warnings;
    auto revision = parse(text, path, warnings);
    CHECK(warnings.empty());
    return revision;
}

UsageError fault_of(std::string_view text) {
    std::vector<std::string> warnings;
    try {
        parse(text, "a1.sql", warnings);
    } catch (const UsageError& error) {
        CHECK(error.location().file == "a1.sql");
        CHECK_FALSE(error.hint().empty());
        return error;
    }
    FAIL("no error for: " << text);
    return UsageError("");
}

SourceLocation in_file(int line, int column = 0) {
    return {"a1.sql", line, column};
}

} // namespace

TEST_CASE("a revision file gives all keys of its header and both sections") {
    const auto revision = read("-- Add a column\n"
                               "-- More about it, see https://example.org/x\n"
                               "-- revision:      a1\n"
                               "-- down_revision: b2, c3\n"
                               "-- branch_labels: api\n"
                               "-- depends_on:\n"
                               "-- created:       2025-10-13T18:49:49Z\n"
                               "\n"
                               "-- migrate:up\n"
                               "SELECT 1;\n"
                               "\n"
                               "-- migrate:down transaction:false\n"
                               "SELECT 2;");
    const Revision expected{.id = "a1",
                            .message = "Add a column",
                            .created = "2025-10-13T18:49:49Z",
                            .down_revisions = {"b2", "c3"},
                            .branch_labels = {"api"},
                            .path = "a1_add_a_column.sql",
                            .line = 3,
                            .up = Section{.sql = "SELECT 1;\n\n", .line = 10},
                            .down = Section{.sql = "SELECT 2;", .line = 13, .transaction = false}};
    CHECK(revision == expected);
}

TEST_CASE("a missing downgrade section is different from an empty one") {
    CHECK_FALSE(read(head + "-- migrate:up\nSELECT 1;\n").down);
    const auto revision = read(head + "-- migrate:up\n-- migrate:down\n");
    REQUIRE(revision.down);
    CHECK(revision.down->sql.empty());
    CHECK(revision.down->line == 6);
}

TEST_CASE("a byte order mark and CRLF line ends change nothing") {
    const auto revision =
        read("\xef\xbb\xbf-- Add a column\r\n--\r\n-- revision: a1\r\n-- migrate:up\r\nSELECT\r\n1;\r\n");
    CHECK(revision.message == "Add a column");
    CHECK(revision.up == Section{.sql = "SELECT\n1;\n", .line = 5});
}

TEST_CASE("a mark counts in the first column only, wherever it stands") {
    const auto revision = read(
        head +
        "-- migrate:up\nDO $$\n -- migrate:down\n$$;\n-- migrate: by hand\nSELECT '\n-- migrate:down\n';\n");
    CHECK(revision.up->sql == "DO $$\n -- migrate:down\n$$;\n-- migrate: by hand\nSELECT '\n");
    CHECK(revision.down->sql == "';\n");
}

TEST_CASE("a fault in the header names its line and what would be right") {
    const auto typo = fault_of("-- m\n-- revision: a1\n-- down_revison: b2\n-- migrate:up\n");
    CHECK(typo.location() == in_file(3));
    CHECK(typo.message() == "unknown key 'down_revison' in the header; did you mean 'down_revision'?");
    CHECK(fault_of("-- m\n-- revision: a1\n-- revision: a2\n-- migrate:up\n").location() == in_file(3));
    CHECK(fault_of("-- m\n-- revision: a1\nSELECT 1;\n-- migrate:up\n").location() == in_file(3));
    CHECK(fault_of("-- m\n--\n-- migrate:up\n").message() == "the header has no key 'revision'");
    CHECK(fault_of("-- revision: a1\n-- migrate:up\n").hint().find("first line") != std::string::npos);
    CHECK(fault_of("").location() == in_file(1));
}

TEST_CASE("ids that a target could not name, or that the version table cannot hold, are refused") {
    for (const auto* id : {"a-1", "a+1", "a@1", "a:1", "a 1", "a,b", "head", "base", ""}) {
        CAPTURE(id);
        CHECK(fault_of(fmt::format("-- m\n-- revision: {}\n-- migrate:up\n", id)).location() == in_file(2));
    }
    const auto text = [](std::size_t length) {
        return fmt::format("-- m\n-- revision: {}\n-- migrate:up\n", std::string(length, 'x'));
    };
    CHECK(fault_of(text(33)).message().find("33 bytes") != std::string::npos);
    std::vector<std::string> warnings;
    CHECK(parse(text(32), "a1.sql", warnings).id.size() == 32);
    CHECK(fault_of("-- m\n-- revision: a1\n-- branch_labels: x@y\n-- migrate:up\n").message().find("x@y") !=
          std::string::npos);
}

TEST_CASE("faults of the sections name their line") {
    CHECK(fault_of(head + "SELECT 1;\n").location() == in_file(4));
    CHECK(fault_of(head).message() == "the file has no '-- migrate:up'");
    CHECK(fault_of(head + "-- migrate:down\n-- migrate:up\n").location() == in_file(4));
    CHECK(fault_of(head + "-- migrate:up\n-- migrate:up\n").location() == in_file(5));
    CHECK(fault_of(head + "-- migrate:upp\n").message() == "unknown section 'upp'; did you mean 'up'?");
    const auto option = fault_of(head + "-- migrate:up transacton:false\n");
    CHECK(option.location() == in_file(4));
    CHECK(option.message().find("did you mean 'transaction'") != std::string::npos);
    CHECK(fault_of(head + "-- migrate:up transaction:no\n").location() == in_file(4));
}

TEST_CASE("bytes that are not UTF-8 are found with line and column") {
    for (const std::string bad :
         {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80", "\xf5"}) {
        const auto error = fault_of(head + "-- migrate:up\nSELECT 'é" + bad + "';");
        CHECK(error.location() == in_file(5, 10));
        CHECK(error.message() == "the file is not UTF-8");
    }
    const auto nul = fault_of(head + std::string("-- migrate:up\nSELECT\0 1;", 24));
    CHECK(nul.location() == in_file(5, 7));
    CHECK(read(head + "-- migrate:up\n-- ünïcödé €, \xf0\x9f\x90\x98 and more\n").up->sql.size() > 20);
}

TEST_CASE("a file name that does not begin with the id is a warning") {
    std::vector<std::string> warnings;
    for (const auto* name : {"v/a1.sql", "v/a1_x.sql", "a1_.sql"})
        parse(head + "-- migrate:up\n", name, warnings);
    CHECK(warnings.empty());
    parse(head + "-- migrate:up\n", "v/a12_x.sql", warnings);
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0].find("v/a12_x.sql") == 0);
}

TEST_CASE("a rendered revision is read back the same") {
    Revision revision{.id = "a1",
                      .message = "Add: a column",
                      .created = "2025-10-13",
                      .down_revisions = {"b2", "c3"},
                      .branch_labels = {"api"},
                      .depends_on = {"d4"},
                      .path = "a1_add_a_column.sql",
                      .line = 3,
                      .up = Section{.sql = "SELECT 1;\n\n", .line = 10, .transaction = false},
                      .down = Section{.sql = "SELECT 2;\n", .line = 13}};
    CHECK(read(render(revision), revision.path) == revision);
    CHECK(render(revision) == "-- Add: a column\n--\n-- revision:      a1\n-- down_revision: b2, c3\n"
                              "-- branch_labels: api\n-- depends_on:    d4\n-- created:       2025-10-13\n\n"
                              "-- migrate:up transaction:false\nSELECT 1;\n\n-- migrate:down\nSELECT 2;\n");
    revision.down->sql = "DO $$\n-- migrate:up\n$$;";
    CHECK_THROWS_AS(render(revision), UsageError);
}

TEST_CASE("a rendered revision without message, parents and downgrade is read back too") {
    const Revision revision{.id = "a1", .message = "two\nlines"};
    const auto back = read(render(revision));
    CHECK(back.message == "two lines");
    CHECK(back.down_revisions.empty());
    CHECK(back.up == Section{.line = 10});
    CHECK_FALSE(back.down);
    CHECK(read(render({.id = "a1"})).message.empty());
}

TEST_CASE("a file is named by its id and the words of its message") {
    CHECK(file_name({.id = "a1", .message = "Add  last_changelog-id (again)!"}) ==
          "a1_add_last_changelog_id_again.sql");
    CHECK(file_name({.id = "a1"}) == "a1.sql");
    CHECK(file_name({.id = "../x", .message = "m"}) == "_._x_m.sql");
    const auto cut = file_name({.id = "a1", .message = std::string(39, 'x') + "ëy"});
    CHECK(cut == "a1_" + std::string(39, 'x') + ".sql");
}

TEST_CASE("new ids are twelve hexadecimal digits and differ") {
    std::set<std::string> ids;
    for (int i = 0; i < 100; ++i) {
        ids.insert(new_id());
        CHECK(ids.begin()->size() == 12);
        CHECK(ids.begin()->find_first_not_of("0123456789abcdef") == std::string::npos);
    }
    CHECK(ids.size() == 100);
}
