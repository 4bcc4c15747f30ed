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
    const auto failure = failure_of(revision_of({{"SELECT 1"}, {.sql = "COPY t FROM STDIN", .line = 12}}));
    CHECK(failure.revision == "a1");
    CHECK(failure.location == SourceLocation{.file = "/p/a1.py", .line = 12});
    CHECK_THAT(failure.reason, Catch::Contains("COPY"));
}

TEST_CASE("an id that the version table cannot hold is a failure of its revision") {
    auto revision = revision_of({});
    revision.id = std::string(33, 'a');
    CHECK_THAT(failure_of(revision).reason, Catch::Contains("32"));
}

TEST_CASE("an upgrade() that fails becomes a skeleton that fails when it is run") {
    auto revision = revision_of({});
    revision.up = {.fault = "KeyError: x", .fault_line = 3, .source = "def upgrade():\n    go(x)\n"};
    const auto result = importers::alembic::convert({.revisions = {revision}});
    CHECK(result.failures ==
          std::vector<importers::Failure>{{"a1", {.file = "/p/a1.py", .line = 3}, "upgrade(): KeyError: x"}});
    CHECK(result.open == std::vector<std::string>{"a1"});
    const auto& sql = result.revisions.at(0).up.value().sql;
    CHECK_THAT(sql, Catch::Contains("not imported: upgrade(): KeyError: x (a1.py:3)"));
    CHECK_THAT(sql, Catch::Contains("\n--       go(x)\n"));
    CHECK_THAT(sql, Catch::Contains("RAISE EXCEPTION 'revision a1 is unfinished"));
}

TEST_CASE("a downgrade() that fails leaves the revision without a section down") {
    auto revision = revision_of({{"SELECT 1"}});
    revision.down = importers::alembic::RenderedSection{.fault = "it inspects", .fault_line = 9};
    const auto result = importers::alembic::convert({.revisions = {revision}});
    CHECK(result.failures.empty());
    CHECK(result.open.empty());
    CHECK_FALSE(result.revisions.at(0).down.has_value());
    REQUIRE(result.warnings.size() == 1);
    CHECK_THAT(result.warnings[0].text, Catch::Contains("/p/a1.py:9: revision a1 has no section down"));
}

TEST_CASE("captured queries are left out unless they call what writes, and those of rows are marked") {
    auto revision = revision_of({{"SELECT relname FROM pg_class"},
                                 {.sql = "SELECT setval('s', 5)", .writes = true},
                                 {.sql = "SELECT id FROM t", .line = 7},
                                 {"WITH gone AS (DELETE FROM t RETURNING id) SELECT * FROM gone"}});
    revision.up.captured = true;
    const auto result = importers::alembic::convert({.revisions = {revision}});
    const auto& sql = result.revisions.at(0).up.value().sql;
    CHECK_THAT(sql,
               Catch::EndsWith("SELECT setval('s', 5);\nWITH gone AS (DELETE FROM t RETURNING id) SELECT * "
                               "FROM gone;\n"));
    CHECK_THAT(sql, Catch::StartsWith("-- TODO: line 7 reads rows (SELECT id FROM t)"));
    CHECK(result.open == std::vector<std::string>{"a1"});
    REQUIRE(result.warnings.size() == 1);
}

TEST_CASE("a commit between two statements takes the section out of a transaction, before CONCURRENTLY it "
          "does not") {
    CHECK_FALSE(up_of({{"ALTER TYPE m ADD VALUE 'x'"}, {.sql = "INSERT INTO t VALUES ('x')", .segment = 1}})
                    .transaction);
    CHECK(up_of({{"SELECT 1"}, {"CREATE INDEX CONCURRENTLY i ON t (c)", true, 0, 1}}).transaction);
    CHECK(up_of({{"BEGIN; SELECT 1; SELECT 2; COMMIT;"}}).sql == "SELECT 1;\nSELECT 2;\n");
}
