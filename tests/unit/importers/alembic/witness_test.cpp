#include "importers/alembic/witness.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::importers::alembic;

namespace {

Rendering one(RenderedSection up) {
    return {.revisions = {{.id = "a1", .path = "/p/a1.py", .up = std::move(up)}}};
}

} // namespace

TEST_CASE("a revision that fails online is taken from what was rendered offline, and says so") {
    const auto both = with_offline(one({.fault = "no such role"}), one({.pieces = {{"SELECT 1"}}}));
    const auto& up = both.revisions.at(0).up;
    CHECK(up.pieces == std::vector<Piece>{{"SELECT 1"}});
    REQUIRE(up.notes.size() == 1);
    CHECK_THAT(up.notes[0], Catch::Contains("no such role"));
}

TEST_CASE("where the two witnesses differ by more than constants and spaces, the revision is named") {
    const auto captured =
        one({.pieces = {{"CREATE TABLE t (id int CONSTRAINT pk PRIMARY KEY)"}, {"SELECT 1"}}});
    CHECK(with_offline(captured, one({.pieces = {{"CREATE TABLE t (\n id int CONSTRAINT pk PRIMARY KEY)"}}}))
              .warnings.empty());
    const auto different = with_offline(captured, one({.pieces = {{"CREATE TABLE t (id int PRIMARY KEY)"}}}));
    REQUIRE(different.warnings.size() == 1);
    CHECK_THAT(different.warnings[0], Catch::Contains("of a1;"));
    CHECK(different.revisions.at(0).up.pieces == captured.revisions.at(0).up.pieces);
}

TEST_CASE("a value that is another in the second capture is noted") {
    auto first = one({.pieces = {{.sql = "INSERT INTO t VALUES ('a')", .line = 4}}});
    note_moments(first, one({.pieces = {{.sql = "INSERT INTO t VALUES ('a')", .line = 4}}}));
    CHECK(first.revisions[0].up.notes.empty());
    note_moments(first, one({.pieces = {{.sql = "INSERT INTO t VALUES ('b')", .line = 4}}}));
    CHECK_THAT(first.revisions[0].up.notes.at(0), Catch::Contains("line 4"));
}
