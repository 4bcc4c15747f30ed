#include "lint/lint.hpp"
#include "statement/checksum.hpp"
#include "statement/online_steps.hpp"
#include "statement/split.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

using namespace pgmend;

namespace {

constexpr std::size_t many = 500;

/// How often the parser is asked when a section of such statements is read, summed, linted and made safe.
std::size_t parser_calls_for(const std::string& first, const std::string& format) {
    std::string text = first;
    for (std::size_t i = 0; i < many; ++i)
        text += fmt::format(fmt::runtime(format), i) + ";\n";
    const auto before = statement::parser_calls();
    const auto statements = statement::split(text, {});
    statement::checksum(statements);
    lint::lint({}, statements, "f.sql");
    statement::NameChooser names([](const auto&) { return false; });
    statement::online_steps(statements, {}, names);
    return statement::parser_calls() - before;
}

} // namespace

TEST_CASE("each statement of a section is parsed once, however many there are") {
    const std::string table = "CREATE TABLE growth (a int, b text);\n";
    CHECK(parser_calls_for(table, "INSERT INTO growth VALUES ({}, 'x')") == many + 1);
    CHECK(parser_calls_for(table, "UPDATE growth SET b = 'y' WHERE a = {}") == many + 1);
    CHECK(parser_calls_for("ALTER TYPE mood ADD VALUE 'fine';\n", "INSERT INTO moods VALUES ('fine', {})") ==
          many + 1);
    CHECK(parser_calls_for("ALTER TABLE u ADD COLUMN c int;\n", "UPDATE u SET c = {}") == many + 1);
    CHECK(parser_calls_for("SELECT 1;\n", "CREATE TABLE growth_{} (id bigint)") == many + 1);
    CHECK(parser_calls_for("SELECT 1;\n", "ALTER TABLE u ADD COLUMN c{} int") == many + 1);
    CHECK(parser_calls_for("SELECT 1;\n", "COMMENT ON TABLE u IS 'remark {}'") == many + 1);
}

TEST_CASE("what a transaction has done counts until it ends") {
    const auto rules = [](const lint::Section& section, const std::string& sql) {
        std::vector<std::string> found;
        for (const auto& finding : lint::lint(section, statement::split(sql, {}), "f.sql"))
            found.push_back(finding.rule);
        return found;
    };
    const auto values = "ALTER TYPE mood ADD VALUE 'fine' BEFORE 'sad'; INSERT INTO t VALUES ('fine')";
    CHECK(rules({}, values) == std::vector<std::string>{"enum-value-in-use"});
    CHECK(rules({.transaction_starts = {0, 1}}, values).empty());
    CHECK(rules({.transaction = false}, values).empty());
    const auto rows = "ALTER TABLE u ADD COLUMN c int; DELETE FROM t WHERE a = 1";
    CHECK(rules({}, rows) == std::vector<std::string>{"ddl-and-data"});
    CHECK(rules({.transaction_starts = {1}}, rows).empty());
}

TEST_CASE("a statement that is skipped has done nothing") {
    const auto statements = statement::split("CREATE TABLE t (a int); CREATE INDEX i ON t (a)", {});
    lint::SectionLinter runs({}, "f.sql", {});
    CHECK(runs.next(statements[0]).empty());
    CHECK(runs.next(statements[1]).empty());
    lint::SectionLinter skips({}, "f.sql", {});
    skips.skip();
    CHECK(skips.next(statements[1]).front().rule == "create-index");
}
