#include "maintain/lag.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using pgmend::maintain::LagTracker;

TEST_CASE("the lag is the age of what has not been replayed") {
    LagTracker tracker;
    const LagTracker::Time start{};
    tracker.wrote(start, 100);
    tracker.wrote(start + 1s, 200);
    tracker.wrote(start + 2s, 300);
    CHECK(tracker.lag(start + 3s, 300) == 0ms);
    CHECK(tracker.lag(start + 3s, 200) == 1000ms);
    CHECK(tracker.lag(start + 3s, 150) == 2000ms);
    CHECK(tracker.lag(start + 9s, 0) == 9000ms);
}

TEST_CASE("a primary that writes nothing does not make anybody late") {
    LagTracker tracker;
    const LagTracker::Time start{};
    tracker.wrote(start, 100);
    tracker.wrote(start + 60s, 100);
    CHECK(tracker.lag(start + 60s, 100) == 0ms);
    CHECK(tracker.lag(start + 60s, 99) == 60'000ms);
}

TEST_CASE("what everybody has replayed is forgotten, what somebody has not is kept") {
    LagTracker tracker;
    const LagTracker::Time start{};
    for (int i = 1; i <= 30'000; ++i)
        tracker.wrote(start + std::chrono::milliseconds(i), i);
    CHECK(tracker.lag(start + 30s, 0) == 29'999ms);
    tracker.all_replayed(29'000);
    CHECK(tracker.lag(start + 30s, 0) <= 1000ms);
}
