#include "revision/resolve.hpp"

#include "base/error.hpp"
#include "revision/target.hpp"
#include "unit/revision/graphs.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::revision;
using namespace pgmend::revision::test;
using pgmend::UsageError;
using Strings = std::vector<std::string>;

namespace {

Strings names(const Graph& graph, std::string_view symbol) {
    return graph.ids(resolve(graph, symbol));
}

UsageError fault_of(const Graph& graph, std::string_view symbol) {
    try {
        resolve(graph, symbol);
    } catch (const UsageError& error) {
        CHECK_FALSE(error.hint().empty());
        return error;
    }
    FAIL("no error for " << symbol);
    return UsageError("");
}

} // namespace

TEST_CASE("a target is taken apart at '@' and at the sign") {
    CHECK(parse_target("x@ab+2") ==
          Target{.branch = "x", .symbol = "ab", .offset = 2, .offset_text = "+2", .text = "x@ab+2"});
    CHECK(parse_target("-12") == Target{.offset = -12, .offset_text = "-12", .text = "-12"});
    CHECK(parse_target("head") == Target{.symbol = "head", .text = "head"});
    CHECK(parse_target("+99999999999999999999").offset > 1'000'000'000);
    for (const auto* text : {"", "@", "@a", "a@", "a@b@c", "a+", "a-b", "a+1b", "+1+1"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(parse_target(text), UsageError);
    }
}

TEST_CASE("ids, labels and their beginnings name a revision") {
    const auto graph = forked_lines();
    CHECK(names(graph, "c1c1") == Strings{"c1c1"});
    CHECK(names(graph, "left") == Strings{"c1c1"});
    CHECK(names(graph, "c1") == Strings{"c1c1"});
    CHECK(names(graph, "ri") == Strings{"c2c2"});
    const auto ambiguous = fault_of(graph, "c");
    CHECK(ambiguous.message() == "'c' is a prefix of 2 ids or labels");
    CHECK(ambiguous.detail() == "c1c1, c2c2");
    CHECK(fault_of(graph, "c1cc").message() ==
          "revision or branch label 'c1cc' does not exist; did you mean 'c1c1'?");
    // On a branch only what is related to it counts.
    CHECK(names(graph, "left@c") == Strings{"c1c1"});
    // Ids of up to three characters are never abbreviated.
    CHECK(fault_of(Graph({rev("ab1")}), "ab").hint().find("at least four characters") != std::string::npos);
}

TEST_CASE("head, heads and base are words") {
    const auto graph = forked_lines();
    CHECK(names(graph, "heads") == Strings{"d1d1", "d2d2"});
    CHECK(names(graph, "base").empty());
    CHECK(fault_of(graph, "head").message() == "'head' matches several heads: d1d1, d2d2");
    CHECK(names(graph, "left@head") == Strings{"d1d1"});
    CHECK(names(graph, "bbbb@heads") == Strings{"d1d1", "d2d2"});
    CHECK(names(two_lines(false), "heads") == Strings{"q2"}); // t2 is implied
    CHECK(names(two_lines(false), "tee@head") == Strings{"t2"});
    CHECK(names(Graph({}), "head").empty());
    CHECK_FALSE(resolve_one(graph, "base"));
    CHECK_THROWS_AS(resolve_one(graph, "heads"), UsageError);
}

TEST_CASE("a revision on a branch is above or below what the branch is named by") {
    const auto graph = forked_lines();
    CHECK(names(graph, "left@aaaa") == Strings{"aaaa"});
    CHECK(names(graph, "d1@c1c1") == Strings{"c1c1"});
    CHECK(fault_of(graph, "left@d2d2").message() == "revision 'd2d2' is not on branch 'left'");
    CHECK(fault_of(graph, "lfet@d2d2").message() == "branch 'lfet' does not exist; did you mean 'left'?");
    CHECK_THROWS_AS(resolve(graph, "nothing@base"), UsageError);
}

TEST_CASE("a bare -N goes down from each head") {
    const auto graph = forked_lines();
    CHECK(names(graph, "-1") == Strings{"c1c1", "c2c2"});
    CHECK(names(graph, "right@-2") == Strings{"bbbb"});
    CHECK_THROWS_AS(resolve(graph, "-9"), UsageError);
    CHECK_THROWS_AS(resolve(diamond(), "-1"), UsageError); // forks at the merge
}

TEST_CASE("a row that no file has is an error with a way out") {
    const auto graph = forked_lines();
    CHECK(graph.ids(resolve_rows(graph, Strings{"d2d2", "c1c1", "d2d2"})) == Strings{"d2d2", "c1c1"});
    try {
        resolve_rows(graph, Strings{"c1cc"});
        FAIL("no error");
    } catch (const UsageError& error) {
        CHECK(error.message() ==
              "the database is at revision 'c1cc', which has no file here; did you mean 'c1c1'?");
        CHECK(error.hint().find("stamp --purge") != std::string::npos);
        CHECK(error.revision() == "c1cc");
    }
    CHECK_THROWS_AS(resolve_rows(graph, Strings{"left"}), UsageError);
    CHECK_THROWS_AS(resolve_rows(graph, Strings{"c1"}), UsageError);
}

TEST_CASE("tips that are applied as dependencies are current too") {
    const auto graph = two_lines(false);
    CHECK(graph.ids(current_tips(graph, resolve_rows(graph, Strings{"q2"}))) == Strings{"t2", "q2"});
    CHECK(current_tips(graph, {}).empty());
}
