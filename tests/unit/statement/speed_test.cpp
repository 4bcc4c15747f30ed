#include "statement/checksum.hpp"
#include "statement/split.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

using namespace pgmend::statement;

namespace {

double milliseconds(auto&& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

std::string inserts(std::size_t bytes) {
    std::string text;
    for (int i = 0; text.size() < bytes; ++i)
        text +=
            "INSERT INTO t (id, name) VALUES (" + std::to_string(i) + ", 'some name; with a semicolon');\n";
    return text;
}

} // namespace

TEST_CASE("the time to split a file grows with its size, not with the square of it") {
    const auto small = inserts(100'000), large = inserts(1'000'000);
    split(small, {});
    const auto small_time = milliseconds([&] { checksum(split(small, {})); });
    const auto large_time = milliseconds([&] { checksum(split(large, {})); });
    CHECK(large_time < 40 * small_time);
}

TEST_CASE("texts can be split in several threads at once") {
    const auto text = inserts(20'000) + "CREATE TABEL x; SELECT 1_000;";
    const auto expected = split(text, {});
    std::vector<std::vector<Statement>> results(4);
    std::vector<std::thread> threads;
    for (auto& result : results)
        threads.emplace_back([&] { result = split(text, {}); });
    for (auto& thread : threads)
        thread.join();
    for (const auto& result : results)
        CHECK(result == expected);
}

TEST_CASE("a thousand small statements are split and summed", "[.bench]") {
    const auto time = milliseconds([] {
        for (int i = 0; i < 1000; ++i)
            checksum(
                split("ALTER TABLE tracker_tasks ADD COLUMN c" + std::to_string(i) + " varchar(255);", {}));
    });
    const auto file = inserts(5'000'000);
    const auto file_time = milliseconds([&] { checksum(split(file, {})); });
    WARN("1,000 statements: " << time << " ms; 5 MB of INSERTs: " << file_time << " ms");
}
