#include "maintain/chunk_size.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using pgmend::maintain::ChunkSize;

TEST_CASE("a chunk grows fast while it is far from its time, and settles below it") {
    ChunkSize size(200ms, 500);
    double longest = 0;
    for (int i = 0; i < 60; ++i) {
        const double took = static_cast<double>(size.rows()) / 50; // 50 rows a millisecond
        longest = std::max(longest, took);
        size.took(size.rows(), took);
    }
    CHECK(size.rows() > 8000);
    CHECK(size.rows() <= 10'000);
    CHECK(longest <= 220);
}

TEST_CASE("a chunk that took too long shrinks the next at once") {
    ChunkSize size(200ms, 8000);
    for (int i = 0; i < 10; ++i)
        size.took(size.rows(), 190);
    const auto before = size.rows();
    size.took(before, 1000);
    CHECK(size.rows() < before / 4);
}

TEST_CASE("the remainder of the work says nothing about the size") {
    ChunkSize size(200ms, 1000);
    size.took(10, 1);
    CHECK(size.rows() == 1000);
}

TEST_CASE("a size has bounds") {
    ChunkSize size(200ms, 1);
    CHECK(size.rows() == ChunkSize::min_rows);
    for (int i = 0; i < 100; ++i)
        size.took(size.rows(), 0.001);
    CHECK(size.rows() == ChunkSize::max_rows);
    for (int i = 0; i < 100; ++i)
        size.halve();
    CHECK(size.rows() == ChunkSize::min_rows);
}
