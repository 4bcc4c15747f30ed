#include "statement/split.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using namespace pgmend::statement;
using pgmend::UsageError;

namespace {

std::vector<Statement> split(std::string_view text) {
    return pgmend::statement::split(text, {.file = "a.sql", .line = 5});
}

void check_refusal(std::string_view text, const std::string& message, const std::string& place) {
    INFO(text);
    try {
        split(text);
        FAIL_CHECK("accepted");
    } catch (const UsageError& error) {
        CHECK(error.message() == message);
        CHECK(to_string(error.location()) == place);
        CHECK_FALSE(error.hint().empty());
    }
}

} // namespace

TEST_CASE("directives belong to the statement after them") {
    const auto statements = split("-- pgmend:allow drop-column, rename-column\n"
                                  "--pgmend: irreversible\r\n"
                                  "-- why\n"
                                  "  -- pgmend:timeout 30s \n"
                                  "-- pgmend:retry 20\n"
                                  "-- pgmend:allow x\n"
                                  "SELECT 1;\n"
                                  "SELECT 2;");
    REQUIRE(statements.size() == 2);
    CHECK(statements[0].directives == Directives{.allow = {"drop-column", "rename-column", "x"},
                                                 .irreversible = true,
                                                 .timeout = 30s,
                                                 .retry = 20,
                                                 .line = 5});
    CHECK(statements[0].sql == "SELECT 1");
    CHECK(statements[1].directives == Directives{});
}

TEST_CASE("an empty statement takes no directive") {
    const auto statements = split("-- pgmend:retry 1\n;\nSELECT 1");
    REQUIRE(statements.size() == 1);
    CHECK(statements[0].directives.retry == 1);
}

TEST_CASE("only line comments that start with the mark are directives") {
    CHECK(split("/* pgmend:nonsense */ -- see pgmend:nonsense\nSELECT '-- pgmend:nonsense'")[0].directives ==
          Directives{});
}

TEST_CASE("an unknown directive is told with the nearest known one") {
    check_refusal("SELECT 1;\n-- pgmend:alow x\nSELECT 2",
                  "unknown directive 'pgmend:alow'; did you mean 'allow'?", "a.sql:6:1");
    check_refusal("-- pgmend:\nSELECT 2", "unknown directive 'pgmend:'", "a.sql:5:1");
}

TEST_CASE("bad values are told") {
    check_refusal("-- pgmend:timeout soon\nSELECT 1", "invalid value 'soon' of directive pgmend:timeout",
                  "a.sql:5:1");
    check_refusal("-- pgmend:timeout\nSELECT 1", "directive pgmend:timeout has no value", "a.sql:5:1");
    check_refusal("-- pgmend:retry -1\nSELECT 1", "invalid value '-1' of directive pgmend:retry",
                  "a.sql:5:1");
    check_refusal("-- pgmend:retry 2x\nSELECT 1", "invalid value '2x' of directive pgmend:retry",
                  "a.sql:5:1");
    check_refusal("-- pgmend:irreversible yes\nSELECT 1",
                  "invalid value 'yes' of directive pgmend:irreversible", "a.sql:5:1");
    check_refusal("-- pgmend:allow a,,b\nSELECT 1", "directive pgmend:allow has no value", "a.sql:5:1");
    check_refusal("-- pgmend:allow a b\nSELECT 1", "invalid value 'a b' of directive pgmend:allow",
                  "a.sql:5:1");
    check_refusal("-- pgmend:retry 1\n-- pgmend:retry 2\nSELECT 1",
                  "directive pgmend:retry is specified twice", "a.sql:6:1");
}

TEST_CASE("a directive that no statement would get is an error") {
    check_refusal("SELECT 1;\n  -- pgmend:retry 1\n", "no statement follows this directive", "a.sql:6:3");
    check_refusal("SELECT 1; -- pgmend:retry 1\nSELECT 2", "a directive must be on a line of its own",
                  "a.sql:5:11");
    check_refusal("SELECT 1,\n-- pgmend:retry 1\n2",
                  "a directive must be before its statement, not inside it", "a.sql:6:1");
}
