#include "revision/steps.hpp"

#include "base/error.hpp"
#include "unit/revision/graphs.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <set>

using namespace pgmend::revision;
using namespace pgmend::revision::test;
using pgmend::UsageError;
using Strings = std::vector<std::string>;
using Trace = std::vector<std::pair<std::string, Strings>>;

namespace {

// Each step's revision and the rows after it. The statements are played on a set to see that they lead there.
Trace trace(const Steps& steps, const Strings& before) {
    std::set<std::string> rows(before.begin(), before.end());
    Trace trace;
    for (const auto& step : steps.steps) {
        for (const auto& change : step.changes) {
            CHECK((change.kind == RowChange::Kind::insert) == change.from.empty());
            CHECK((change.kind == RowChange::Kind::remove) == change.to.empty());
            if (!change.from.empty())
                CHECK(rows.erase(change.from) == 1);
            if (!change.to.empty())
                CHECK(rows.insert(change.to).second);
        }
        auto after = step.rows_after;
        std::sort(after.begin(), after.end());
        CHECK(after == Strings(rows.begin(), rows.end()));
        trace.emplace_back(step.revision != nullptr ? step.revision->id : "stamp", after);
    }
    return trace;
}

Trace up(const Graph& graph, const Strings& rows, std::string_view target) {
    return trace(upgrade_steps(graph, rows, target), rows);
}

Trace down(const Graph& graph, const Strings& rows, std::string_view target) {
    return trace(downgrade_steps(graph, rows, target), rows);
}

Trace stamp(const Graph& graph, const Strings& rows, const Strings& targets) {
    return trace(stamp_steps(graph, rows, targets), rows);
}

std::string error_of(const std::function<void()>& plan) {
    try {
        plan();
    } catch (const UsageError& error) {
        CHECK_FALSE(error.hint().empty());
        return error.message();
    }
    return "no error";
}

// Three merges over the lines b1, b2, b3, as twins of one another.
Graph twins() {
    return Graph({rev("a"), rev("b1", {"a"}), rev("b2", {"a"}), rev("b3", {"a"}),
                  rev("c1", {"b1", "b2", "b3"}), rev("c2", {"b1", "b2", "b3"}), rev("d1", {"c1"}),
                  rev("d2", {"c2"})});
}

} // namespace

TEST_CASE("an upgrade takes the branch that loads last first, and joins rows at a merge") {
    CHECK(up(diamond(), {}, "head") == Trace{{"aaaa", {"aaaa"}},
                                             {"bbbb", {"bbbb"}},
                                             {"c2c2", {"c2c2"}},
                                             {"d2d2", {"d2d2"}},
                                             {"c1c1", {"c1c1", "d2d2"}},
                                             {"d1d1", {"d1d1", "d2d2"}},
                                             {"mmmm", {"mmmm"}}});
    const auto steps = upgrade_steps(diamond(), {"d1d1", "d2d2"}, "mmmm");
    using Kind = RowChange::Kind;
    CHECK(steps.steps.at(0).changes ==
          std::vector<RowChange>{{.kind = Kind::remove, .from = "d1d1"},
                                 {.kind = Kind::update, .from = "d2d2", .to = "mmmm"}});
    CHECK(steps.steps[0].from == Strings{"d1d1", "d2d2"});
    CHECK(steps.steps[0].to == Strings{"mmmm"});
}

TEST_CASE("a downgrade goes the other way") {
    CHECK(down(diamond(), {"mmmm"}, "base") == Trace{{"mmmm", {"d1d1", "d2d2"}},
                                                     {"d1d1", {"c1c1", "d2d2"}},
                                                     {"c1c1", {"d2d2"}},
                                                     {"d2d2", {"c2c2"}},
                                                     {"c2c2", {"bbbb"}},
                                                     {"bbbb", {"aaaa"}},
                                                     {"aaaa", {}}});
    const auto steps = downgrade_steps(diamond(), {"mmmm"}, "d1d1");
    CHECK(steps.steps.at(0).from == Strings{"mmmm"});
    CHECK(steps.steps[0].to == Strings{"d1d1", "d2d2"});
    CHECK(steps.steps[0].direction == Step::Direction::down);
}

TEST_CASE("an upgrade to what is applied does nothing") {
    CHECK(up(diamond(), {"d1d1"}, "bbbb").empty());
    CHECK(up(diamond(), {"d1d1"}, "base").empty());
    CHECK(up(diamond(), {"mmmm"}, "head").empty());
    CHECK(up(Graph({}), {}, "head").empty());
    CHECK(up(diamond(), {"d1d1"}, "aaaa-1").empty()); // base, counted down to
}

TEST_CASE("relative upgrades count from the row, on the branch that is named") {
    const auto graph = forked_lines();
    CHECK(up(graph, {}, "+2") == Trace{{"aaaa", {"aaaa"}}, {"bbbb", {"bbbb"}}});
    CHECK(up(graph, {"bbbb"}, "left@+1") == Trace{{"c1c1", {"c1c1"}}});
    CHECK(up(graph, {"d1d1"}, "right@+1") ==
          Trace{{"c2c2", {"c2c2", "d1d1"}}}); // from bbbb, applied under d1d1
    CHECK(up(graph, {"bbbb"}, "left@bbbb+2") == Trace{{"c1c1", {"c1c1"}}, {"d1d1", {"d1d1"}}});
    CHECK(up(graph, {"bbbb"}, "d1d1-1") == Trace{{"c1c1", {"c1c1"}}});
    CHECK(error_of([&] { up(graph, {"bbbb"}, "+1"); }) == "the path up from 'bbbb' is ambiguous: c1c1, c2c2");
    CHECK(error_of([&] {
              up(graph, {"c1c1", "c2c2"}, "+1");
          }) == "'+1' is ambiguous: the database is at c1c1, c2c2");
    CHECK(error_of([&] { up(graph, {"c1c1"}, "+2"); }) == "'+2' goes beyond the end of the history");
    CHECK(error_of([&] { up(graph, {}, "d1d1+1"); }) == "'d1d1+1' goes beyond the end of the history");
    CHECK(error_of([&] { up(graph, {}, "aaaa-2"); }) == "'aaaa-2' goes beyond the end of the history");
    CHECK(error_of([&] { up(graph, {"c1c1"}, "-1"); }) == "'-1' is not a valid target of upgrade");
    CHECK(error_of([&] { up(graph, {"c1c1"}, "+0"); }) == "'+0' is not a valid target of upgrade");
}

TEST_CASE("rows and targets that contain one another are refused by an upgrade, not by a downgrade") {
    const auto graph = forked_lines();
    CHECK(error_of([&] {
              up(graph, {"d1d1", "bbbb"}, "heads");
          }) == "some of the revisions d1d1, bbbb are ancestors of others: bbbb");
    CHECK(down(graph, {"c1c1", "bbbb"}, "base") ==
          Trace{{"c1c1", {"bbbb"}}, {"bbbb", {"aaaa"}}, {"aaaa", {}}});
}

TEST_CASE("relative downgrades count from the first row, or from the one on the branch") {
    const auto graph = forked_lines();
    CHECK(down(graph, {"d1d1"}, "-2") == Trace{{"d1d1", {"c1c1"}}, {"c1c1", {"bbbb"}}});
    CHECK(down(graph, {"aaaa"}, "-1") == Trace{{"aaaa", {}}});
    const auto steps = downgrade_steps(graph, {"d2d2", "d1d1"}, "-1");
    CHECK(steps.warnings.size() == 1);
    CHECK(trace(steps, {"d2d2", "d1d1"}) == Trace{{"d2d2", {"c2c2", "d1d1"}}});
    CHECK(down(graph, {"d2d2", "d1d1"}, "left@-1") == Trace{{"d1d1", {"c1c1", "d2d2"}}});
    CHECK(down(graph, {"d1d1"}, "bbbb+0") == Trace{{"d1d1", {"c1c1"}}, {"c1c1", {"bbbb"}}});
    CHECK(down(graph, {"d1d1"}, "base+1") ==
          Trace{{"d1d1", {"c1c1"}}, {"c1c1", {"bbbb"}}, {"bbbb", {"aaaa"}}});
    CHECK(down(graph, {"d1d1", "d2d2"}, "left@head-1") == Trace{{"d1d1", {"c1c1", "d2d2"}}});
    CHECK(error_of([&] { down(graph, {}, "-1"); }) == "'-1' goes beyond the end of the history");
    CHECK(error_of([&] { down(graph, {"d1d1"}, "-5"); }) == "'-5' goes beyond the end of the history");
    CHECK(error_of([&] { down(graph, {"d1d1"}, "+1"); }) == "'+1' is not a valid target of downgrade");
    CHECK(error_of([&] { down(graph, {"d1d1"}, "right@-1"); }) ==
          "'right@-1': nothing is applied on branch 'right'");
    CHECK(error_of([&] {
              down(graph, {"d1d1", "d2d2"}, "aaaa@-1");
          }) == "'aaaa@-1' is ambiguous: the database is at d1d1, d2d2");
}

TEST_CASE("a branch in a downgrade selects what goes") {
    const auto graph = forked_lines();
    CHECK(down(graph, {"d1d1", "d2d2"}, "left@bbbb") ==
          Trace{{"d1d1", {"c1c1", "d2d2"}}, {"c1c1", {"d2d2"}}});
    CHECK(down(graph, {"d1d1"}, "d1d1").empty());
    CHECK(error_of([&] { down(graph, {"d1d1"}, "c2c2"); }) == "cannot downgrade to 'c2c2'");
    CHECK(error_of([&] { down(graph, {"d1d1"}, "aaaa@bbbb"); }) ==
          "no descendant of 'aaaa@bbbb' is on branch 'aaaa'");
    CHECK(error_of([&] { down(graph, {"d1d1"}, "nothing@bbbb"); }) == "branch 'nothing' does not exist");
}

TEST_CASE("a revision without a downgrade section stops the plan") {
    auto last = rev("b", {"a"});
    last.down.reset();
    const Graph graph({rev("a"), last});
    CHECK(error_of([&] { down(graph, {"b"}, "a"); }) ==
          "revision 'b' cannot be downgraded: its file has no '-- migrate:down'");
    CHECK(down(graph, {"a"}, "base").size() == 1);
}

TEST_CASE("twin merges take over the rows that nothing else implies") {
    const auto graph = twins();
    CHECK(up(graph, {"a"}, "heads") == Trace{{"b3", {"b3"}},
                                             {"b2", {"b2", "b3"}},
                                             {"b1", {"b1", "b2", "b3"}},
                                             {"c2", {"c2"}},
                                             {"d2", {"d2"}},
                                             {"c1", {"c1", "d2"}},
                                             {"d1", {"d1", "d2"}}});
    CHECK(down(graph, {"d1", "d2"}, "c1") == Trace{{"d1", {"c1", "d2"}}});
    CHECK(down(graph, {"c1", "d2"}, "c1@b1") == Trace{{"c1", {"d2"}}});
    CHECK(
        down(graph, {"d2"}, "a") ==
        Trace{
            {"d2", {"c2"}}, {"c2", {"b1", "b2", "b3"}}, {"b1", {"b2", "b3"}}, {"b2", {"b3"}}, {"b3", {"a"}}});
}

TEST_CASE("dependencies are applied first, have no row of their own, and get it back") {
    const auto graph = two_lines();
    CHECK(up(graph, {}, "queue@head") ==
          Trace{{"t1", {"t1"}}, {"t2", {"t2"}}, {"q1", {"q1", "t2"}}, {"q2", {"q2"}}});
    CHECK(up(graph, {"q2"}, "heads") == Trace{{"t3", {"q2", "t3"}}});
    CHECK(down(graph, {"q2", "t3"}, "tee@t2") == Trace{{"t3", {"q2"}}});
    CHECK(down(graph, {"q2"}, "queue@base") == Trace{{"q2", {"q1", "t2"}}, {"q1", {"t2"}}});
    CHECK(down(graph, {"q2", "t3"}, "t1") ==
          Trace{{"q2", {"q1", "t3"}}, {"t3", {"q1", "t2"}}, {"t2", {"q1", "t1"}}});
    CHECK(down(graph, {"q2"}, "tee@-1").front().first ==
          "q2"); // t2 is the tip on that branch, and q2 needs it
}

TEST_CASE("a dependency on an ancestor of another parent leaves sound rows") {
    const Graph graph({rev("a"), rev("b", {"a"}), rev("x"), rev("y", {"x"}, {"b", "a"}), rev("z")});
    CHECK(up(graph, {"z"}, "y") ==
          Trace{{"a", {"a", "z"}}, {"b", {"b", "z"}}, {"x", {"b", "x", "z"}}, {"y", {"y", "z"}}});
    CHECK(down(graph, {"y", "z"}, "y@base") == Trace{{"y", {"b", "x", "z"}}, {"x", {"b", "z"}}});
    CHECK(up(graph, {}, "y").back() == Trace::value_type{"y", {"y"}});
}

TEST_CASE("a stamp moves the rows that it is related to") {
    const auto graph = forked_lines();
    CHECK(stamp(graph, {}, {"heads"}) == Trace{{"stamp", {"d1d1"}}, {"stamp", {"d1d1", "d2d2"}}});
    CHECK(stamp(graph, {"d1d1", "c2c2"}, {"bbbb"}) == Trace{{"stamp", {"bbbb"}}});
    CHECK(stamp(graph, {"d1d1", "c2c2"}, {"right@head"}) == Trace{{"stamp", {"d1d1", "d2d2"}}});
    CHECK(stamp(graph, {"d1d1", "c2c2"}, {"left@base"}) == Trace{{"stamp", {"c2c2"}}});
    CHECK(stamp(graph, {"d1d1", "c2c2"}, {}) == Trace{{"stamp", {"c2c2"}}, {"stamp", {}}});
    CHECK(stamp(graph, {"d1d1"}, {"d1d1"}).empty());
    CHECK(stamp(graph, {"d1d1"}, {"c2c2"}) == Trace{{"stamp", {"c2c2", "d1d1"}}});
    CHECK(stamp(diamond(), {"d1d1", "d2d2"}, {"head"}) == Trace{{"stamp", {"mmmm"}}});
    CHECK(error_of([&] { stamp(graph, {}, {"head"}); }) == "'head' matches several heads: d1d1, d2d2");
    CHECK(error_of([&] { stamp(graph, {"gone"}, {"heads"}); }) ==
          "the database is at revision 'gone', which has no file here");
    const auto step = stamp_steps(graph, {"d1d1"}, Strings{"c1c1"}).steps.at(0);
    CHECK(step.direction == Step::Direction::stamp);
    CHECK(step.revision == nullptr);
    CHECK(step.from == Strings{"d1d1"});
    CHECK(step.to == Strings{"c1c1"});
}

TEST_CASE("a stamp follows dependencies") {
    const auto graph = two_lines();
    CHECK(stamp(graph, {"q1", "t1"}, {"q2"}) == Trace{{"stamp", {"q2"}}});
    CHECK(stamp(graph, {"q2"}, {"t3"}) == Trace{{"stamp", {"q2", "t3"}}});
    CHECK(stamp(graph, {"q2", "t3"}, {"heads"}).empty());
    CHECK(stamp(graph, {"q2", "t3"}, {"base"}) == Trace{{"stamp", {"t3"}}, {"stamp", {}}});
}

TEST_CASE("several stamps at once may meet in a row") {
    const auto graph = forked_lines();
    CHECK(stamp(graph, {"d1d1"}, {"c1c1", "c1c1"}) == Trace{{"stamp", {"c1c1"}}});
    CHECK(stamp(graph, {"bbbb"}, {"c1c1", "c2c2"}) ==
          Trace{{"stamp", {"c1c1"}}, {"stamp", {"c1c1", "c2c2"}}});
    CHECK(stamp_steps(graph, {"bbbb"}, Strings{"c1c1", "c2c2"}).warnings.empty());
    CHECK(stamp_steps(graph, {"bbbb"}, Strings{"c1c1", "d1d1"}).warnings.size() == 1);
    CHECK(error_of([&] {
              stamp(graph, {"d1d1"}, {"c1c1", "aaaa"});
          }).find("cannot stamp these targets together") == 0);
}

TEST_CASE("long chains and wide stars are planned without losing a step") {
    std::vector<Revision> chain{rev("r0")}, star{rev("s0")};
    for (int i = 1; i < 3000; ++i) {
        chain.push_back(rev("r" + std::to_string(i), {"r" + std::to_string(i - 1)}));
        star.push_back(rev("s" + std::to_string(i), {"s0"}));
    }
    const auto long_steps = upgrade_steps(Graph(std::move(chain)), {}, "head").steps;
    CHECK(long_steps.size() == 3000);
    CHECK(long_steps.back().rows_after == Strings{"r2999"});
    const auto wide = upgrade_steps(Graph(std::move(star)), {}, "heads").steps;
    CHECK(wide.size() == 3000);
    CHECK(wide.back().rows_after.size() == 2999);
}
