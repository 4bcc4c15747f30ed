#include "schema/diff.hpp"

#include "unit/schema/sample.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::schema;
using sample::column;
using sample::index;
using sample::model;
using sample::table;

TEST_CASE("equal models have no findings") {
    const auto a = model({table("t"), column("t", "x", "text")});
    CHECK(diff(a, a) == Diff{});
}

TEST_CASE("an attribute that differs is one finding with both values") {
    const auto result = diff(model({column("t", "x", "text")}), model({column("t", "x", "integer")}));
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0] == Finding{.object = column("t", "x", "").id,
                                        .change = Change::different,
                                        .attribute = "type",
                                        .expected = "text",
                                        .actual = "integer",
                                        .severity = Severity::breaking,
                                        .rename_of = std::nullopt});
}

TEST_CASE("an attribute that only one side has is told from an empty one") {
    auto without = column("t", "x", "text");
    auto with = without;
    with.set("default", "");
    const auto result = diff(model({without}), model({with}));
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].expected == std::nullopt);
    CHECK(result.findings[0].actual == "");
}

TEST_CASE("the contents of a missing table are not reported again") {
    const auto all = model({table("t"), column("t", "x", "text"), index("t", "i", "btree (x)"), table("u")});
    const auto some = model({table("u")});
    const auto result = diff(all, some);
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].object == table("t").id);
    CHECK(result.findings[0].change == Change::missing);
    CHECK(diff(all, some, {.fold_contents = false}).findings.size() == 3);
    CHECK(diff(some, all).findings.at(0).change == Change::unexpected);
}

TEST_CASE("the index behind a missing constraint and the sequence behind a missing column are folded") {
    auto constraint = Object{.id = {.kind = Kind::constraint, .schema = "public", .parent = "t", .name = "k"},
                             .attributes = {{.name = "definition", .value = "UNIQUE (x)"}},
                             .depends_on = {}};
    auto behind = index("t", "k", "");
    behind.attributes = {{.name = "constraint", .value = "k"}, {.name = "unique", .value = "yes"}};
    auto sequence = Object{.id = {.kind = Kind::sequence, .schema = "public", .name = "s"},
                           .attributes = {{.name = "owned_by", .value = "public.t.\"order\""}},
                           .depends_on = {}};
    const auto result =
        diff(model({table("t"), constraint, behind, sequence, column("t", "order", "integer")}),
             model({table("t")}));
    REQUIRE(result.findings.size() == 2);
    CHECK(result.findings[0].object.kind == Kind::column);
    CHECK(result.findings[1].object == constraint.id);
}

TEST_CASE("the order of columns is reported on demand only") {
    const auto a = model({column("t", "x", "text", 1)});
    const auto b = model({column("t", "x", "text", 2)});
    CHECK(diff(a, b).findings.empty());
    const auto result = diff(a, b, {.informational = true});
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].severity == Severity::cosmetic);
}

TEST_CASE("what one side could not read is undecided, not different") {
    auto mapping = Object{.id = {.kind = Kind::user_mapping, .parent = "srv", .name = "ann"},
                          .attributes = {},
                          .depends_on = {}};
    auto known = mapping;
    known.set("fdw_option.user", "x");
    auto blind = model({mapping});
    blind.unreadable = {{.object = mapping.id, .attribute = "fdw_option.*"}};
    const auto result = diff(model({known}), blind);
    CHECK(result.findings.empty());
    CHECK(result.undecided == std::vector<Undecided>{{.object = mapping.id, .attribute = "fdw_option.*"}});
    CHECK(diff(model({known}), model({mapping})).findings.size() == 1);
}

TEST_CASE("findings are in the order of the objects, whichever side they are of") {
    const auto result = diff(model({table("b"), table("d")}), model({table("a"), table("c")}));
    REQUIRE(result.findings.size() == 4);
    CHECK(result.findings[0].object.name == "a");
    CHECK(result.findings[3].object.name == "d");
}

TEST_CASE("a column of the same type at the same place is suspected to be renamed") {
    const auto expected = model({table("t"), column("t", "a", "text", 1), column("t", "b", "text", 2)});
    const auto actual = model({table("t"), column("t", "x", "text", 1), column("t", "y", "text", 2)});
    const auto findings = diff(expected, actual).findings;
    REQUIRE(findings.size() == 4);
    CHECK(findings[2].object.name == "x");
    CHECK(findings[2].rename_of == column("t", "a", "text").id);
    CHECK(findings[3].rename_of == column("t", "b", "text").id);
    CHECK(findings[0].rename_of == std::nullopt);
}

TEST_CASE("a table with the same columns is suspected to be renamed, one with others is not") {
    const auto expected = model({table("a"), column("a", "x", "text")});
    const auto renamed = diff(expected, model({table("b"), column("b", "x", "text")})).findings;
    REQUIRE(renamed.size() == 2);
    CHECK(renamed[1].rename_of == table("a").id);
    const auto other = diff(expected, model({table("b"), column("b", "x", "integer")})).findings;
    REQUIRE(other.size() == 2);
    CHECK(other[1].rename_of == std::nullopt);
}

TEST_CASE("two candidates for a rename are none") {
    const auto expected = model({table("t"), column("t", "a", "text", 1)});
    const auto actual = model({table("t"), column("t", "x", "text", 2), column("t", "y", "text", 3)});
    for (const auto& finding : diff(expected, actual).findings)
        CHECK(finding.rename_of == std::nullopt);
}
