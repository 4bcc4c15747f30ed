#include "importers/alembic/convert.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using importers::alembic::Piece;

namespace {

importers::alembic::RenderedRevision revision_of(std::vector<Piece> pieces) {
    return {.id = "a1", .message = "first", .path = "/p/a1.py", .up = {.pieces = std::move(pieces)}};
}

revision::Section up_of(std::vector<Piece> pieces) {
    const auto result = importers::alembic::convert({.revisions = {revision_of(std::move(pieces))}});
    REQUIRE(result.failures.empty());
    return result.revisions.at(0).up.value();
}

importers::Failure failure_of(importers::alembic::RenderedRevision revision) {
    const auto result = importers::alembic::convert({.revisions = {std::move(revision)}});
    CHECK(result.revisions.empty());
    REQUIRE(result.failures.size() == 1);
    return result.failures.front();
}

} // namespace

TEST_CASE("each piece ends with one semicolon, before a comment behind it") {
    CHECK(up_of({{"SELECT 1"}, {"SELECT 2;"}, {"SELECT 3 -- three"}}).sql ==
          "SELECT 1;\nSELECT 2;\nSELECT 3; -- three\n");
    CHECK(up_of({{"SELECT 1; SELECT 2"}}).sql == "SELECT 1; SELECT 2;\n");
    CHECK(up_of({{"-- nothing"}}).sql == "-- nothing\n");
}

TEST_CASE("only an autocommit piece that could run in a transaction takes the section out of it") {
    CHECK(up_of({{"CREATE INDEX CONCURRENTLY i ON t (c)", true}, {"SELECT 1"}}).transaction);
    CHECK_FALSE(up_of({{"SELECT 1"}, {"ALTER TYPE mood ADD VALUE 'x'", true}}).transaction);
}

TEST_CASE("SQL that no revision file can hold is named with the line that emitted it") {
    const auto failure = failure_of(revision_of({{"SELECT 1"}, {.sql = "COMMIT", .line = 12}}));
    CHECK(failure.revision == "a1");
    CHECK(failure.location == SourceLocation{.file = "/p/a1.py", .line = 12});
    CHECK_THAT(failure.reason, Catch::Contains("COMMIT"));
}

TEST_CASE("an id that the version table cannot hold is a failure of its revision") {
    auto revision = revision_of({});
    revision.id = std::string(33, 'a');
    CHECK_THAT(failure_of(revision).reason, Catch::Contains("32"));
}

TEST_CASE("faults of both directions are told") {
    auto revision = revision_of({});
    revision.up = {.fault = "it reads", .fault_line = 3};
    revision.down = importers::alembic::RenderedSection{.fault = "it inspects", .fault_line = 9};
    const auto result = importers::alembic::convert({.revisions = {revision}});
    CHECK(result.failures == std::vector<importers::Failure>{
                                 {"a1", {.file = "/p/a1.py", .line = 3}, "upgrade(): it reads"},
                                 {"a1", {.file = "/p/a1.py", .line = 9}, "downgrade(): it inspects"}});
}
