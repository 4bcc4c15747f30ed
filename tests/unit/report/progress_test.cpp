#include "report/progress.hpp"

#include "report/style.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::report;

TEST_CASE("a progress line tells share, rate and the time left in 80 columns") {
    const ProgressView view{.phase = "deleting", .done = 250'000, .total = 500'000, .rate = 50'000};
    CHECK(progress_line(view, 80) ==
          "deleting [##########..........]  50 %  250,000 rows  50,000/s  0:05 left");
    CHECK(width(progress_line(view, 40)) == 40);
}

TEST_CASE("a progress line tells what is waited for instead of the time left") {
    const ProgressView view{
        .phase = "deleting", .done = 1, .total = 4, .waiting_for = "standby a is 7.0 s behind", .rate = 3};
    CHECK(progress_line(view, 80) ==
          "deleting [#####...............]  25 %  waits: standby a is 7.0 s behind");
}

TEST_CASE("work of unknown length has a clock") {
    CHECK(progress_line({.phase = "scanning", .seconds = 3725}, 80) == "scanning  1:02:05");
    CHECK(progress_line({.phase = "a.sql:3", .waiting_for = "Lock", .seconds = 9, .running = 5}, 80) ==
          "a.sql:3  0:05  waits: Lock");
}

TEST_CASE("numbers are written in groups of three") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1000) == "1,000");
    CHECK(grouped(-1234567) == "-1,234,567");
    CHECK(grouped(-123) == "-123");
    CHECK(bytes_text(1536) == "2 kB");
    CHECK(bytes_text(5LL * 1024 * 1024 * 1024) == "5.0 GB");
}
