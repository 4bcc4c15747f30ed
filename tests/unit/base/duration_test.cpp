#include "base/duration.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using pgmend::parse_duration;

TEST_CASE("durations are a whole number and a unit") {
    CHECK(parse_duration("250ms") == 250ms);
    CHECK(parse_duration("30s") == 30s);
    CHECK(parse_duration("5min") == 5min);
    CHECK(parse_duration("1h") == 1h);
    CHECK(parse_duration("0") == 0ms);
    CHECK(parse_duration("2147483647ms") == 2147483647ms);
}

TEST_CASE("what is no duration is refused") {
    for (const auto* text : {"", "s", "30", "30 s", "-1s", "1.5s", "10m", "1d", "30S", "2147483648ms", "600h",
                             "99999999999999999999s"})
        CHECK_FALSE(parse_duration(text).has_value());
}
