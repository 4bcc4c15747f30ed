#include "embedded/throwaway.hpp"

#include "base/error.hpp"
#include "db/support/eventually.hpp"
#include "db/support/other_process.hpp"
#include "pg/connection.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <thread>

#include <unistd.h>

using namespace pgmend;
using namespace pgmend::embedded;
namespace fs = std::filesystem;

namespace {

pid_t postmaster(const ThrowawayServer& server) {
    auto connection = pg::Connection::open(server.dsn());
    return connection.run("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)").get<int>(0, 0);
}

bool is_gone(pid_t pid) {
    return ::kill(pid, 0) != 0 && errno == ESRCH;
}

} // namespace

TEST_CASE("a throwaway server has the settings asked for, and none of the durable ones") {
    const ThrowawayServer server({.settings = {{"max_connections", "7"}, {"work_mem", "5MB"}}});
    auto connection = pg::Connection::open(server.dsn());
    const auto setting = [&](const char* name) {
        return connection.run("SELECT current_setting($1)", {name}).get<std::string>(0, 0);
    };
    CHECK(setting("max_connections") == "7");
    CHECK(setting("work_mem") == "5MB");
    CHECK(setting("fsync") == "off");
    CHECK(setting("listen_addresses").empty());
    CHECK(setting("server_encoding") == "UTF8");
    CHECK(setting("data_checksums") == "on");
}

TEST_CASE("a throwaway server and its folder go with the object") {
    fs::path folder;
    pid_t pid = 0;
    {
        const ThrowawayServer server;
        folder = server.folder();
        pid = postmaster(server);
        REQUIRE_FALSE(is_gone(pid));
    }
    CHECK(is_gone(pid));
    CHECK_FALSE(fs::exists(folder));
}

TEST_CASE("a throwaway server and its folder go when their process is killed") {
    test::OtherProcess owner([](const auto& say) {
        const ThrowawayServer server;
        say(server.folder().string());
        say(std::to_string(postmaster(server)));
        ::pause();
        return 0;
    });
    const fs::path folder = owner.hear();
    const auto pid = static_cast<pid_t>(std::stoi("0" + owner.hear()));
    REQUIRE(fs::exists(folder));
    REQUIRE(pid > 0);
    owner.kill();
    CHECK(test::eventually([&] { return is_gone(pid) && !fs::exists(folder); }));
}

TEST_CASE("killed at any moment of the start, the owner leaves no folder either") {
    const auto folders = [] {
        int count = 0;
        for (const char* base : {"/dev/shm", "/tmp"})
            for (const auto& entry : fs::directory_iterator(base))
                count += entry.path().filename().string().starts_with("pgmend-early-") ? 1 : 0;
        return count;
    };
    for (const int wait_ms : {0, 50, 400}) {
        test::OtherProcess owner([](const auto& say) {
            say("begun");
            const ThrowawayServer server({.name = "pgmend-early-"});
            ::pause();
            return 0;
        });
        owner.hear();
        REQUIRE(test::eventually([&] { return folders() == 1; }));
        std::this_thread::sleep_for(std::chrono::milliseconds(wait_ms));
        owner.kill();
        CHECK(test::eventually([&] { return folders() == 0; }));
    }
}

TEST_CASE("only its owner can enter a throwaway server's folder") {
    const ThrowawayServer server;
    CHECK((fs::status(server.folder()).permissions() & fs::perms::mask) == fs::perms::owner_all);
}

TEST_CASE("a throwaway server that cannot start shows the end of its log") {
    try {
        const ThrowawayServer server({.settings = {{"max_connections", "none"}}});
        FAIL("it started");
    } catch (const Error& error) {
        CHECK_THAT(error.detail(), Catch::Contains("max_connections"));
    }
}
