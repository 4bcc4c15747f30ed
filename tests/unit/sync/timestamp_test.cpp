#include "sync/timestamp.hpp"

#include <catch2/catch.hpp>

using pgmend::sync::parse_timestamp;
using pgmend::sync::to_text;

namespace {

std::string read(std::string_view text) {
    const auto timestamp = parse_timestamp(text);
    return timestamp ? to_text(*timestamp) : "none";
}

} // namespace

TEST_CASE("the three forms of the API give the same moment, in UTC") {
    CHECK(read("2025-10-20T08:54:11.008+0000") == "2025-10-20 08:54:11.008");
    CHECK(read("2025-10-20T08:54:11.008Z") == "2025-10-20 08:54:11.008");
    CHECK(read("2025-10-20T08:54:11.008+00:00") == "2025-10-20 08:54:11.008");
}

TEST_CASE("offsets move the day") {
    CHECK(read("2025-01-01T01:30:00+0300") == "2024-12-31 22:30:00");
    CHECK(read("2024-12-31T22:00:00-05:30") == "2025-01-01 03:30:00");
    CHECK(read("2024-12-31T22:00:00+03") == "2024-12-31 19:00:00");
}

TEST_CASE("fractions are rounded to microseconds and end without zeros") {
    CHECK(read("2025-01-01T00:00:00.1Z") == "2025-01-01 00:00:00.1");
    CHECK(read("2025-01-01T00:00:00.000Z") == "2025-01-01 00:00:00");
    CHECK(read("2025-01-01T00:00:00.123456789Z") == "2025-01-01 00:00:00.123457");
    CHECK(read("1969-12-31T23:59:59.9999999Z") == "1970-01-01 00:00:00");
    CHECK(read("1960-05-05T05:05:05.5Z") == "1960-05-05 05:05:05.5");
}

TEST_CASE("leap days exist in leap years only") {
    CHECK(read("2024-02-29T00:00:00Z") == "2024-02-29 00:00:00");
    CHECK(read("2000-02-29T00:00:00Z") == "2000-02-29 00:00:00");
    CHECK(read("2023-02-29T00:00:00Z") == "none");
    CHECK(read("1900-02-29T00:00:00Z") == "none");
}

TEST_CASE("nonsense is no timestamp") {
    for (const char* text :
         {"", "yesterday", "2025-10-20", "2025-10-20T08:54:11", "2025-13-01T00:00:00Z",
          "2025-00-10T00:00:00Z", "2025-04-31T00:00:00Z", "2025-01-01T24:00:00Z", "2025-01-01T00:60:00Z",
          "2025-01-01T00:00:60Z", "2025-01-01T00:00:00.Z", "2025-01-01T00:00:00.1234567890Z",
          "2025-01-01T00:00:00+1600", "2025-01-01T00:00:00+00:", "2025-01-01T00:00:00Z ",
          "0000-01-01T00:00:00Z", "20250101T000000Z", "1760950451008"}) {
        INFO(text);
        CHECK(read(text) == "none");
    }
}
