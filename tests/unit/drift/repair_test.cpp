#include "drift/repair.hpp"

#include "unit/schema/sample.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using sample::column;
using sample::index;
using sample::model;
using sample::table;

TEST_CASE("the target of a repair is what should be, but for what is accepted") {
    const auto wanted = model({table("t"), column("t", "a", "text"), index("t", "missing", "btree (a)")});
    const auto live = model({table("t"), column("t", "a", "integer"), column("t", "byhand", "text", 2),
                             table("u"), column("u", "x", "text")});
    const auto findings = schema::diff(wanted, live).findings;
    REQUIRE(findings.size() == 4);
    CHECK(drift::target_of(wanted, live, findings) == wanted);
    CHECK(drift::target_of(wanted, live, {}) == live);
}

TEST_CASE("an attribute that is accepted keeps its live value") {
    auto commented = table("t");
    commented.set("comment", "by hand");
    commented.set("option.fillfactor", "70");
    const auto wanted = model({table("t")});
    const auto live = model({commented});
    auto findings = schema::diff(wanted, live).findings;
    std::erase_if(findings, [](const schema::Finding& f) { return f.attribute != "comment"; });
    const auto target = drift::target_of(wanted, live, findings);
    CHECK(target.objects.at(0).text("option.fillfactor") == "70");
    CHECK(target.objects.at(0).find("comment") == nullptr);
}

TEST_CASE("what could not be read is left as it is") {
    auto wanted = model({table("t")});
    wanted.objects[0].set("comment", "wanted");
    auto live = model({table("t")});
    live.unreadable = {{.object = table("t").id, .attribute = "comment"}};
    CHECK(drift::target_of(wanted, live, schema::diff(wanted, live).findings).objects == live.objects);
}
