#include "revision/graph.hpp"

#include "base/error.hpp"
#include "unit/revision/graphs.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::revision;
using namespace pgmend::revision::test;
using pgmend::UsageError;
using Strings = std::vector<std::string>;

namespace {

UsageError fault_of(std::vector<Revision> revisions) {
    try {
        const Graph graph(std::move(revisions));
    } catch (const UsageError& error) {
        CHECK_FALSE(error.location().file.empty());
        CHECK(error.location().line == 2);
        CHECK_FALSE(error.hint().empty());
        return error;
    }
    FAIL("no error");
    return UsageError("");
}

const Strings& labels(const Graph& graph, std::string_view id) {
    return graph.labels(*graph.lookup(id));
}

Strings normalized(const Graph& graph, std::string_view id) {
    return graph.ids(graph.normalized_downs()[*graph.lookup(id)]);
}

} // namespace

TEST_CASE("heads, bases, branch points and merge points follow from the down_revisions") {
    const auto graph = diamond();
    const auto node = [&](std::string_view id) { return *graph.lookup(id); };
    CHECK(graph.ids(graph.heads()) == Strings{"mmmm"});
    CHECK(graph.ids(graph.bases()) == Strings{"aaaa"});
    CHECK(graph.is_branch_point(node("bbbb")));
    CHECK_FALSE(graph.is_branch_point(node("c1c1")));
    CHECK(graph.is_merge_point(node("mmmm")));
    CHECK(graph.is_head(node("mmmm")));
    CHECK(graph.ids(graph.children()[node("bbbb")]) == Strings{"c1c1", "c2c2"});
    CHECK(graph.find("c1c1") == &graph.revisions()[2]);
    CHECK(graph.find("left") == nullptr);
    CHECK(graph.lookup("left") == node("c1c1"));
    CHECK(graph.node(*graph.find("d2d2")) == 5);
    const Node d1 = node("d1d1");
    CHECK(graph.ids(members(graph.ancestors(std::span(&d1, 1)))) == Strings{"aaaa", "bbbb", "c1c1", "d1d1"});
    CHECK(graph.ids(members(graph.descendants(std::span(&d1, 1)))) == Strings{"d1d1", "mmmm"});
}

TEST_CASE("a dependency ends a real head, not a head") {
    const auto graph = two_lines(false);
    CHECK(graph.ids(graph.heads()) == Strings{"t2", "q2"});
    CHECK(graph.ids(graph.real_heads()) == Strings{"q2"});
}

TEST_CASE("an empty graph has no heads") {
    const Graph graph({});
    CHECK(graph.empty());
    CHECK(graph.heads().empty());
}

TEST_CASE("labels spread up, and down to where lines part or join") {
    const auto forked = forked_lines();
    CHECK(labels(forked, "d1d1") == Strings{"left"});
    CHECK(labels(forked, "c1c1") == Strings{"left"});
    CHECK(labels(forked, "bbbb").empty());
    CHECK(labels(diamond(), "mmmm") == Strings{"left", "right"});
    const Graph line({rev("a"), rev("b", {"a"}), rev("c", {"b"}, {}, {"x"}), rev("d", {"c"})});
    CHECK(labels(line, "a") == Strings{"x"});
    const Graph parts_above({rev("a"), rev("b", {"a"}, {}, {"x"}), rev("c", {"b"}), rev("d", {"b"})});
    CHECK(labels(parts_above, "a").empty());
    CHECK(labels(parts_above, "d") == Strings{"x"});
    // A dependency makes a real branch point as well.
    const Graph depended({rev("a"), rev("b", {"a"}, {}, {"x"}), rev("c", {"b"}), rev("y", {}, {"b"})});
    CHECK(labels(depended, "a").empty());
}

TEST_CASE("dependencies that an ancestor has declared are left out of the normalized ones") {
    const Graph graph({rev("x"), rev("y"), rev("a"), rev("b", {"a"}, {"x"}), rev("c", {"b"}, {"x", "y"}),
                       rev("d", {"c"}, {"y", "a"}), rev("e", {"d"}, {"lab"}), rev("f", {}, {}, {"lab"})});
    CHECK(normalized(graph, "b") == Strings{"a", "x"});
    CHECK(normalized(graph, "c") == Strings{"b", "y"});
    CHECK(normalized(graph, "d") == Strings{"c", "a"}); // an ancestor itself is not dropped
    CHECK(normalized(graph, "e") == Strings{"d", "f"}); // by label
    CHECK(graph.ids(graph.parents()[*graph.lookup("c")]) == Strings{"b", "x", "y"});
}

TEST_CASE("more than 64 dependencies are normalized as few are") {
    std::vector<Revision> revisions{rev("a")};
    Strings all;
    for (int i = 0; i < 150; ++i) {
        all.push_back("x" + std::to_string(i));
        revisions.push_back(rev(all.back()));
    }
    revisions.push_back(rev("b", {"a"}, {all.begin(), all.begin() + 149}));
    revisions.push_back(rev("c", {"b"}, all));
    const Graph graph(std::move(revisions));
    CHECK(normalized(graph, "b").size() == 150);
    CHECK(normalized(graph, "c") == Strings{"b", "x149"});
}

TEST_CASE("an id or label that stands twice is an error with both places") {
    auto second = rev("a");
    second.path = "copy.sql";
    const auto id = fault_of({rev("a"), second});
    CHECK(id.location().file == "copy.sql");
    CHECK(id.detail() == "a.sql:2\ncopy.sql:2");
    const auto label = fault_of({rev("a", {}, {}, {"x"}), rev("b", {"a"}, {}, {"x"})});
    CHECK(label.message() == "branch label 'x' of revision 'b' is already used by revision 'a'");
    CHECK(fault_of({rev("a"), rev("b", {"a"}, {}, {"a"})}).location().file == "b.sql");
}

TEST_CASE("an unknown parent is an error that offers the nearest id") {
    CHECK(fault_of({rev("abcdef"), rev("b", {"abcdfe"})}).message() ==
          "the down_revision 'abcdfe' of revision 'b' does not exist; did you mean 'abcdef'?");
    CHECK(fault_of({rev("abcdef"), rev("b", {"abcd"})}).message().find("'abcdef'") != std::string::npos);
    const auto dependency = fault_of({rev("a"), rev("b", {"a"}, {"nothing"})});
    CHECK(dependency.message() == "the depends_on 'nothing' of revision 'b' does not exist");
    CHECK(dependency.location().file == "b.sql");
}

TEST_CASE("a cycle is an error that names the revisions on it and their files") {
    const auto error =
        fault_of({rev("root"), rev("a", {"c", "root"}), rev("b", {"a"}), rev("c", {"b"}), rev("top", {"c"})});
    CHECK(error.message() == "revisions form a cycle: a -> c -> b -> a");
    CHECK(error.detail() == "a: a.sql:2\nc: c.sql:2\nb: b.sql:2");
    CHECK(fault_of({rev("a", {"a"})}).message() == "revision 'a' refers to itself in down_revision");
    CHECK(fault_of({rev("z"), rev("a", {"z"}, {"a"})}).message() ==
          "revision 'a' refers to itself in depends_on");
    const auto by_dependency = fault_of({rev("a", {}, {"b"}), rev("b", {"a"})});
    CHECK(by_dependency.message() == "revisions form a cycle through a dependency: a -> b -> a");
}
