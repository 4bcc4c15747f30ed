#include "drift/nearest.hpp"

#include "base/error.hpp"
#include "unit/schema/sample.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using namespace pgmend::drift;
using sample::column;
using sample::model;
using sample::table;
using Rows = std::vector<std::string>;

namespace {

/// base; r1 makes t; r2 gives it a column; r3 drops t and makes u.
History history() {
    History history;
    history.add("", {}, model({}));
    history.add("r1", {"r1"}, model({table("t"), column("t", "a", "text")}));
    history.add("r2", {"r2"}, model({table("t"), column("t", "a", "text"), column("t", "b", "text")}));
    history.add("r3", {"r3"}, model({table("u"), column("u", "x", "text")}));
    return history;
}

std::size_t found(const schema::Model& live, const Rows& rows = {}, const Acceptance& acceptance = {}) {
    return nearest(history(), {.live = live, .table_rows = rows, .acceptance = acceptance});
}

} // namespace

TEST_CASE("a history keeps what each revision changes") {
    const auto all = history();
    REQUIRE(all.size() == 4);
    CHECK(all.states()[2].set.size() == 1);
    CHECK(all.states()[2].gone.empty());
    CHECK(all.states()[3].gone.size() == 3);
    CHECK(all.model(2) == model({table("t"), column("t", "a", "text"), column("t", "b", "text")}));
    CHECK(all.model(3) == model({table("u"), column("u", "x", "text")}));
    CHECK(all.find({"r2"}) == 2);
    CHECK_FALSE(all.find({"r9"}).has_value());
    CHECK(all.next_change(column("t", "b", "text").id, 0) == 2);
    CHECK_FALSE(all.next_change(column("t", "b", "text").id, 2).has_value());
}

TEST_CASE("a history survives its text, and a damaged text is told") {
    const auto text = history().to_text();
    const auto again = History::from_text(text);
    REQUIRE(again.size() == 4);
    for (std::size_t i = 0; i < again.size(); ++i) {
        CHECK(again.model(i) == history().model(i));
        CHECK(again.states()[i].revision == history().states()[i].revision);
    }
    CHECK_THROWS_AS(History::from_text(text.substr(0, text.size() / 2)), UsageError);
    CHECK_THROWS_AS(History::from_text(""), UsageError);
}

TEST_CASE("the nearest state is that with the fewest differences") {
    CHECK(found(model({})) == 0);
    CHECK(found(history().model(1)) == 1);
    CHECK(found(history().model(2)) == 2);
    CHECK(found(history().model(3)) == 3);
    CHECK(found(model({table("t"), column("t", "a", "integer"), column("t", "b", "text")})) == 2);
    CHECK(found(model({table("t"), column("t", "a", "text"), column("t", "c", "text")})) == 1);
}

TEST_CASE("the version table decides between equals, else the later state") {
    History twice;
    twice.add("", {}, model({}));
    twice.add("r1", {"r1"}, model({table("t")}));
    twice.add("r2", {"r2"}, model({table("t")}));
    const auto live = model({table("t")});
    const Rows named{"r1"}, nothing;
    CHECK(nearest(twice, {.live = live, .table_rows = named, .acceptance = {}}) == 1);
    CHECK(nearest(twice, {.live = live, .table_rows = nothing, .acceptance = {}}) == 2);
}

TEST_CASE("what is accepted weighs nothing, with all that is in it") {
    const auto live = model({table("t"), column("t", "a", "text"), table("log"), column("log", "l1", "text"),
                             column("log", "l2", "text"), column("log", "l3", "text")});
    CHECK(found(live) == 1);
    const auto only_log = model({table("log"), column("log", "l1", "text")});
    const Acceptance acceptance{.rules = {{.kind = "table", .object = "public.log", .reason = "r"}}};
    CHECK(found(live, {}, acceptance) == 1);
    CHECK(difference(history().model(1), {.live = live, .table_rows = {}, .acceptance = acceptance})
              .diff.findings.empty());
    CHECK(found(only_log, {}, acceptance) == 0);
}
