#include "embedded/postmaster.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <unistd.h>

using namespace pgmend::embedded;
namespace fs = std::filesystem;

namespace {

struct TemporaryFolder {
    TemporaryFolder() : path(fs::temp_directory_path() / fmt::format("pgmend-unit-{}", ::getpid())) {
        fs::create_directories(path);
    }
    ~TemporaryFolder() { fs::remove_all(path); }
    void write(const char* name, const std::string& text) const { std::ofstream(path / name) << text; }
    fs::path path;
};

} // namespace

TEST_CASE("postmaster.pid of a running server is read") {
    const auto file = parse_pid_file("4711\n/data\n1763687000\n5432\n/tmp/sockets\n\n  1234   5\nready   \n");
    CHECK(file == PidFile{.pid = 4711, .port = 5432, .socket_folder = "/tmp/sockets", .state = "ready"});
}

TEST_CASE("postmaster.pid is read while the server still writes it") {
    CHECK(parse_pid_file("") == std::nullopt);
    CHECK(parse_pid_file("\n") == std::nullopt);
    CHECK(parse_pid_file("4711\n/data\n") == PidFile{.pid = 4711});
}

TEST_CASE("the process id of a standalone backend has a minus") {
    REQUIRE(parse_pid_file("-4711\n/data\n"));
    CHECK(parse_pid_file("-4711\n/data\n")->pid == 4711);
}

TEST_CASE("a live process that works elsewhere is no server of the folder") {
    const TemporaryFolder data;
    data.write("postmaster.pid",
               fmt::format("{}\n{}\n1\n5432\n/tmp\n\n1 2\nready   \n", ::getpid(), data.path.string()));
    CHECK_FALSE(running_postmaster(data.path));
    remove_stale_pid_file(data.path);
    CHECK_FALSE(fs::exists(data.path / "postmaster.pid"));
}

TEST_CASE("a live process that works in the data folder keeps its pid file") {
    const TemporaryFolder data;
    data.write("postmaster.pid", fmt::format("{}\n{}\n", ::getpid(), data.path.string()));
    const auto before = fs::current_path();
    fs::current_path(data.path);
    remove_stale_pid_file(data.path);
    CHECK(running_postmaster(data.path));
    CHECK(fs::exists(data.path / "postmaster.pid"));
    fs::current_path(before);
}

TEST_CASE("a log's tail is its last twenty lines after the start") {
    const TemporaryFolder folder;
    std::string text = "before\n";
    for (int i = 1; i <= 30; ++i)
        text += fmt::format("line {}\n", i);
    folder.write("log", text);
    const auto tail = log_tail(folder.path / "log", 0);
    CHECK(tail.starts_with("line 11\n"));
    CHECK(tail.ends_with("\nline 30"));
    CHECK(log_tail(folder.path / "log", text.size() - 8) == "line 30");
    CHECK(log_tail(folder.path / "none", 0).empty());
}
