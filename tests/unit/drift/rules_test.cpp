#include "drift/acceptance.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace pgmend;
using namespace pgmend::drift;
using schema::Change;
using schema::Finding;
using schema::Kind;

namespace {

const Finding missing_index{.object = {.kind = Kind::index, .schema = "public", .parent = "t", .name = "t_i"},
                            .change = Change::missing};
const Finding other_type{.object = {.kind = Kind::column, .schema = "public", .parent = "t", .name = "c"},
                         .change = Change::different,
                         .attribute = "type",
                         .expected = "text",
                         .actual = "integer"};

} // namespace

TEST_CASE("patterns know stars and question marks") {
    CHECK(matches("*", ""));
    CHECK(matches("public.*", "public.t.c"));
    CHECK(matches("*.t.*", "public.t.c"));
    CHECK(matches("p?blic.t", "public.t"));
    CHECK_FALSE(matches("public", "public.t"));
    CHECK_FALSE(matches("*x", "public.t"));
    CHECK(matches("*a*b*", "xxaxxbxx"));
}

TEST_CASE("a rule takes out what it names, down to the attribute") {
    const std::vector<Rule> rules{
        {.kind = "column", .object = "public.t.*", .attribute = "type", .reason = "later"}};
    const auto ruled = apply_rules({missing_index, other_type}, rules, "2026-11-21");
    REQUIRE(ruled.findings.size() == 1);
    CHECK(ruled.findings.front() == missing_index);
    REQUIRE(ruled.accepted.size() == 1);
    CHECK(ruled.accepted.front().find("later") != std::string::npos);
    CHECK(ruled.warnings.empty());
}

TEST_CASE("a rule for an attribute does not hide a missing object") {
    const std::vector<Rule> rules{{.kind = "index", .attribute = "option.fillfactor", .reason = "r"}};
    CHECK(apply_rules({missing_index}, rules, "2026-11-21").findings.size() == 1);
}

TEST_CASE("a rule that matches nothing, and one that has expired, are warnings") {
    const Rule nothing{.kind = "view", .reason = "r", .location = {.file = "pgmend.toml", .line = 7}};
    const Rule expired{.kind = "index", .reason = "r", .until = "2026-11-21"};
    const auto ruled = apply_rules({missing_index}, {nothing, expired}, "2026-11-21");
    CHECK(ruled.findings.size() == 1);
    REQUIRE(ruled.warnings.size() == 2);
    CHECK(ruled.warnings[0] == "pgmend.toml:7: the ignore rule for view * does not match anything");
    CHECK(ruled.warnings[1].find("has expired (2026-11-21)") != std::string::npos);
    CHECK(apply_rules({missing_index}, {expired}, "2026-11-20").findings.empty());
}

TEST_CASE("a baseline accepts what it lists and nothing new") {
    const auto baseline = parse_baseline(baseline_of({missing_index}), "base.txt");
    const auto ruled = apply_baseline({missing_index, other_type}, baseline);
    REQUIRE(ruled.findings.size() == 1);
    CHECK(ruled.findings.front() == other_type);
    CHECK(ruled.accepted.size() == 1);
    CHECK(ruled.warnings.empty());
}

TEST_CASE("a baseline accepts a difference by its values") {
    CHECK(baseline_of({other_type}) == "different column public.t.c type: \"text\" -> \"integer\"\n");
    const auto baseline = parse_baseline(baseline_of({other_type}), "base.txt");
    CHECK(apply_baseline({other_type}, baseline).findings.empty());
    auto changed = other_type;
    changed.actual = "bigint";
    CHECK(apply_baseline({changed}, baseline).findings.size() == 1);
    changed = other_type;
    changed.expected = std::nullopt;
    CHECK(apply_baseline({changed}, baseline).findings.size() == 1);
}

TEST_CASE("a value of several lines is one line of the baseline") {
    auto view = other_type;
    view.expected = "SELECT 1\n  \"x\"";
    const auto text = baseline_of({view});
    CHECK(std::count(text.begin(), text.end(), '\n') == 1);
    CHECK(apply_baseline({view}, parse_baseline(text, "base.txt")).findings.empty());
}

TEST_CASE("a line without values is still read, with a warning") {
    const auto baseline = parse_baseline(
        "# accepted\nmissing index public.t.t_i \ndifferent column public.t.c type\n", "base.txt");
    const auto ruled = apply_baseline({missing_index, other_type}, baseline);
    CHECK(ruled.findings.empty());
    REQUIRE(ruled.warnings.size() == 1);
    CHECK(ruled.warnings.front().starts_with("base.txt:3: the line has no values"));
}

TEST_CASE("rules and baseline are asked by one function") {
    const Acceptance acceptance{.rules = {{.kind = "index", .reason = "r"}},
                                .baseline = parse_baseline(baseline_of({other_type}), "base.txt"),
                                .today = "2026-11-21"};
    CHECK(is_accepted(missing_index, acceptance));
    CHECK(is_accepted(other_type, acceptance));
    CHECK(without_accepted({missing_index, other_type}, acceptance).findings.empty());
    CHECK(without_accepted({missing_index, other_type}, acceptance).accepted.size() == 2);
    CHECK_FALSE(is_accepted(missing_index, Acceptance{}));
}
