#include "base/error.hpp"
#include "importers/alembic/rendering.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using importers::alembic::parse_rendering;

namespace {

constexpr const char* revision =
    R"({"revision": "b2", "down_revision": ["a1"], "branch_labels": [], "depends_on": ["x9"], "message": "second",)"
    R"( "created": "2025-01-02T03:04:05Z", "path": "/p/b2.py",)"
    R"( "up": {"pieces": [{"sql": "SELECT 1", "autocommit": true, "line": 7}]}, "down": null})";

} // namespace

TEST_CASE("a rendered revision is read with all that its file tells") {
    const auto rendering = parse_rendering(std::string(revision) + "\n{\"end\": true}\n");
    REQUIRE(rendering.revisions.size() == 1);
    const auto& read = rendering.revisions.front();
    CHECK(read.id == "b2");
    CHECK(read.down_revisions == std::vector<std::string>{"a1"});
    CHECK(read.depends_on == std::vector<std::string>{"x9"});
    CHECK(read.created == "2025-01-02T03:04:05Z");
    CHECK(read.up.pieces ==
          std::vector<importers::alembic::Piece>{{.sql = "SELECT 1", .autocommit = true, .line = 7}});
    CHECK_FALSE(read.down.has_value());
}

TEST_CASE("an answer without its end is refused, since revisions would be missing") {
    CHECK_THROWS_WITH(parse_rendering(revision), Catch::Contains("ended before"));
    CHECK_THROWS_WITH(parse_rendering(std::string(revision).substr(0, 100)), Catch::Contains("ended before"));
}

TEST_CASE("a fault of the project as a whole is thrown with its place") {
    try {
        parse_rendering(R"({"fault": "NameError: x", "file": "/p/env.py", "line": 3})");
        FAIL("nothing was thrown");
    } catch (const UsageError& error) {
        CHECK_THAT(error.message(), Catch::Contains("NameError: x"));
        CHECK(error.location() == SourceLocation{.file = "/p/env.py", .line = 3});
    }
}
