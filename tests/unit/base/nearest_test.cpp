#include "base/nearest.hpp"

#include <catch2/catch.hpp>

using pgmend::did_you_mean;
using pgmend::nearest;

TEST_CASE("the nearest candidate is the one with the fewest edits") {
    const std::vector<std::string> commands{"upgrade", "downgrade", "stamp"};
    CHECK(nearest("upgrdae", commands) == "upgrade");
    CHECK(nearest("stmap", commands) == "stamp");
    CHECK(nearest("frobnicate", commands).empty());
    CHECK(did_you_mean("upgade", commands) == "; did you mean 'upgrade'?");
    CHECK(did_you_mean("xyz", commands).empty());
}
