#include "base/error.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;

TEST_CASE("a location prints as far as it is known") {
    CHECK(to_string(SourceLocation{}) == "");
    CHECK(to_string(SourceLocation{.file = "a.sql"}) == "a.sql");
    CHECK(to_string(SourceLocation{.file = "a.sql", .line = 3}) == "a.sql:3");
    CHECK(to_string(SourceLocation{.file = "a.sql", .line = 3, .column = 7}) == "a.sql:3:7");
}

TEST_CASE("context is put before the message, the rest stays") {
    UsageError error("no such file");
    error.at({.file = "x.sql"}).in_context("cannot read revisions");
    CHECK(error.message() == "cannot read revisions: no such file");
    CHECK(std::string(error.what()) == error.message());
    CHECK(error.code() == ExitCode::usage);
    CHECK(error.location().file == "x.sql");
}
