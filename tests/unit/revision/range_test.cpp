#include "revision/range.hpp"

#include "base/error.hpp"
#include "unit/revision/graphs.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::revision;
using namespace pgmend::revision::test;
using pgmend::UsageError;
using Strings = std::vector<std::string>;

namespace {

Strings shown(const Graph& graph, std::string_view text, const Strings& rows = {}) {
    return graph.ids(history(graph, text, rows));
}

} // namespace

TEST_CASE("history takes one branch down to where it parted, then the next") {
    CHECK(shown(forked_lines(), ":") == Strings{"d1d1", "c1c1", "d2d2", "c2c2", "bbbb", "aaaa"});
    CHECK(shown(diamond(), ":") == Strings{"mmmm", "d1d1", "c1c1", "d2d2", "c2c2", "bbbb", "aaaa"});
    CHECK(shown(diamond(), "c1c1:d1d1") == Strings{"d1d1", "c1c1"});
    CHECK(shown(diamond(), "c1c1:") == Strings{"mmmm", "d1d1", "c1c1"});
    CHECK(shown(forked_lines(), "left@base:") == Strings{"d1d1", "c1c1", "bbbb", "aaaa"});
    CHECK(shown(forked_lines(), "d1d1@bbbb:") == Strings{"d1d1", "c1c1", "bbbb"});
    CHECK(shown(two_lines(), ":q2") == Strings{"q2", "q1", "t2", "t1"});
    CHECK(shown(Graph({}), ":").empty());
}

TEST_CASE("the ends of a history can be counted from one another and from the database") {
    const auto graph = forked_lines();
    CHECK(shown(graph, "-1:d1d1") == Strings{"d1d1", "c1c1"});
    CHECK(shown(graph, "-1:current", {"c2c2"}) == Strings{"c2c2", "bbbb"});
    CHECK(shown(graph, "-9:bbbb") == Strings{"bbbb", "aaaa"});
    CHECK(shown(graph, "current:", {"c1c1"}) == Strings{"d1d1", "c1c1"});
    CHECK(shown(graph, "aaaa:+1") == Strings{"bbbb", "aaaa"});
    CHECK(shown(graph, ":left@+3") == Strings{"c1c1", "bbbb", "aaaa"});
    CHECK(shown(graph, "d1d1-1:d1d1") == Strings{"d1d1", "c1c1"});
}

TEST_CASE("ranges that make no sense are errors") {
    const auto graph = forked_lines();
    for (const auto* text :
         {"aaaa", "a:b:c", "-1:+1", ":-1", "+1:", "d1d1:c1c1", "c1c1:d2d2", "aaaa:+9", "nothing:"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(shown(graph, text), UsageError);
    }
    try {
        range(graph, {.upper = {1, 3, 5}});
        FAIL("no error");
    } catch (const UsageError& error) {
        CHECK(error.message() == "some of the revisions bbbb, d1d1, d2d2 are ancestors of others: bbbb");
        CHECK(error.hint().find("specify only d1d1, d2d2") == 0);
    }
}

TEST_CASE("a range that dependencies leave with gaps is shown whole") {
    // y3 is no descendant of x1 by down_revision, so that the way down from it to x2 is cut.
    const Graph graph(
        {rev("x1"), rev("x2", {"x1"}), rev("y1"), rev("y2", {"y1"}, {"x2"}), rev("y3", {"y2"})});
    CHECK(shown(graph, "x1:y3") == Strings{"x2", "x1"});
}
