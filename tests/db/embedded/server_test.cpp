#include "embedded/server.hpp"

#include "base/error.hpp"
#include "db/support/eventually.hpp"
#include "db/support/other_process.hpp"
#include "db/support/scratch_folder.hpp"
#include "embedded/process.hpp"
#include "pg/connection.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace pgmend;
using namespace pgmend::embedded;
namespace fs = std::filesystem;

namespace {

/// A kept server in a scratch folder, stopped at the end of the test.
struct KeptServer {
    explicit KeptServer(const fs::path& name = "server") : server(Server::open(scratch / name)) {}
    ~KeptServer() {
        try {
            server.stop();
        } catch (const std::exception& error) {
            WARN(error.what());
        }
    }
    pg::Connection connect(const std::string& database = "postgres") const {
        return pg::Connection::open(server.dsn(database));
    }
    test::ScratchFolder scratch;
    Server server;
};

unsigned mode_of(const fs::path& path) {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 0777 : 0;
}

} // namespace

TEST_CASE("a kept server starts, stops and keeps its data") {
    KeptServer kept;
    CHECK(kept.server.status().state == State::absent);
    kept.server.start();
    CHECK(kept.server.status().state == State::running);
    kept.server.ensure_database("kept");
    kept.server.ensure_database("kept");
    kept.connect("kept").run("CREATE TABLE t AS SELECT 7 AS n");
    const auto url = kept.server.url("kept");
    kept.server.stop();
    CHECK(kept.server.status().state == State::stopped);
    CHECK(kept.server.status().pid == 0);

    kept.server.start();
    CHECK(kept.server.url("kept") == url);
    CHECK(kept.connect("kept").run("SELECT n FROM t").get<int>(0, 0) == 7);
}

TEST_CASE("starting a server that runs and stopping one that does not change nothing") {
    KeptServer kept;
    kept.server.stop();
    CHECK(kept.server.status().state == State::absent);
    kept.server.start();
    const auto pid = kept.server.status().pid;
    kept.server.start();
    CHECK(kept.server.status().pid == pid);
}

TEST_CASE("data, log and socket are for the server's account only, and no port is open") {
    KeptServer kept;
    kept.server.start();
    const auto status = kept.server.status();
    CHECK(mode_of(kept.server.folder()) == 0700);
    CHECK(mode_of(status.data) == 0700);
    CHECK(mode_of(status.log) == 0600);
    CHECK(mode_of(status.socket_folder) == 0700);
    auto connection = kept.connect();
    CHECK(connection.run("SHOW listen_addresses").get<std::string>(0, 0).empty());
    CHECK(connection.run("SHOW data_checksums").get<std::string>(0, 0) == "on");
    CHECK(connection.run("SHOW fsync").get<std::string>(0, 0) == "on");
    kept.server.stop();
    CHECK_FALSE(fs::exists(status.socket_folder));
}

TEST_CASE("a server is left running when the process that started it ends") {
    KeptServer kept;
    test::OtherProcess starter([&](const auto&) {
        kept.server.start();
        return 0;
    });
    REQUIRE(starter.wait() == 0);
    CHECK(kept.server.status().state == State::running);
    CHECK(kept.connect().alive());
}

TEST_CASE("a server killed like in a power cut starts again with its committed data") {
    KeptServer kept;
    kept.server.start();
    kept.connect().run("CREATE TABLE t AS SELECT 7 AS n");
    const auto url = kept.server.url();
    const auto pid = kept.server.status().pid;
    ::kill(pid, SIGKILL);
    CHECK(test::eventually([&] { return kept.server.status().state == State::stopped; }));
    REQUIRE(fs::exists(kept.server.status().data / "postmaster.pid"));
    // In a power cut its children go along; here they take a moment to notice. Up to version 14 the launcher
    // of autovacuum may wait ten seconds for statistics that nobody sends any more.
    const auto starts = [&] {
        try {
            kept.server.start();
            return true;
        } catch (const Error&) {
            return false;
        }
    };
    CHECK(test::eventually(starts, std::chrono::seconds(30)));
    CHECK(kept.server.status().pid != pid);
    CHECK(kept.server.url() == url);
    CHECK(kept.connect().run("SELECT n FROM t").get<int>(0, 0) == 7);
}

TEST_CASE("a pid file whose number now belongs to another program does not stop a start") {
    KeptServer kept;
    kept.server.start();
    const auto data = kept.server.status().data;
    kept.server.stop();
    // Of the server's own account: PostgreSQL itself sees through the process id of any other user.
    const Descriptor nothing(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    const auto other =
        start({.program = "/bin/sleep", .arguments = {"60"}, .account = server_account(kept.server.folder())},
              nothing.get());
    std::ofstream(data / "postmaster.pid")
        << fmt::format("{}\n{}\n1\n5432\n/tmp\n\n1 2\nready   \n", other, data.string());
    CHECK(kept.server.status().state == State::stopped);
    CHECK_NOTHROW(kept.server.start());
    CHECK(kept.connect().alive());
    ::kill(other, SIGKILL);
    CHECK(test::eventually([&] { return has_ended(other); }));
}

TEST_CASE("two processes that start the same new server at once share one") {
    KeptServer kept;
    const auto start = [&](const auto& say) {
        auto server = Server::open(kept.server.folder());
        server.start();
        say(std::to_string(server.status().pid));
        return 0;
    };
    test::OtherProcess one(start);
    test::OtherProcess two(start);
    const auto pid = one.hear();
    CHECK(pid == two.hear());
    CHECK(pid == std::to_string(kept.server.status().pid));
    CHECK(one.wait() == 0);
    CHECK(two.wait() == 0);
}

TEST_CASE("a data folder with a path longer than a socket's may be still works") {
    KeptServer kept(fs::path(std::string(120, 'a')) / std::string(120, 'b'));
    kept.server.start();
    CHECK(kept.connect().alive());
}

TEST_CASE("a server whose socket was cleaned away is started anew") {
    KeptServer kept;
    kept.server.start();
    const auto status = kept.server.status();
    fs::remove_all(status.socket_folder);
    kept.server.start();
    CHECK(kept.server.status().pid != status.pid);
    CHECK(kept.connect().alive());
}

TEST_CASE("an interrupted initdb leaves nothing that is taken for data") {
    KeptServer kept;
    fs::create_directories(kept.server.folder() / "data.new");
    std::ofstream(kept.server.folder() / "data.new" / "PG_VERSION") << "15\n";
    std::ofstream(kept.server.folder() / "lock").close();
    kept.server.start();
    CHECK(kept.connect().alive());
}

TEST_CASE("a folder with other files in it is not taken for a server's") {
    KeptServer kept;
    fs::create_directories(kept.server.folder());
    std::ofstream(kept.server.folder() / "novel.txt") << "It was a dark and stormy night\n";
    CHECK_THROWS_AS(kept.server.start(), UsageError);
    CHECK_FALSE(fs::exists(kept.server.folder() / "lock"));
}

TEST_CASE("a server that cannot start says why, from its log") {
    KeptServer kept;
    kept.server.start();
    const auto data = kept.server.status().data;
    kept.server.stop();
    std::ofstream(data / "postgresql.conf", std::ios::app) << "max_connections = plenty\n";
    try {
        kept.server.start();
        FAIL("it started");
    } catch (const Error& error) {
        CHECK_THAT(error.message(), Catch::Contains(kept.server.folder().string()));
        CHECK_THAT(error.detail(), Catch::Contains("max_connections"));
        CHECK_THAT(error.hint(), Catch::Contains("server.log"));
    }
}

TEST_CASE("data of a version that is not installed asks for that version") {
    KeptServer kept;
    fs::create_directories(kept.server.folder() / "data");
    std::ofstream(kept.server.folder() / "lock").close();
    std::ofstream(kept.server.folder() / "data" / "PG_VERSION") << "8\n";
    CHECK_THROWS_WITH(kept.server.start(), Catch::Contains("PostgreSQL 8"));
}

TEST_CASE("run by root, a folder that the server's account cannot reach keeps its data elsewhere") {
    if (::geteuid() != 0)
        return;
    KeptServer kept("closed/server");
    fs::create_directories(kept.scratch / "closed");
    fs::permissions(kept.scratch / "closed", fs::perms::owner_all);
    kept.server.start();
    const auto data = kept.server.status().data;
    CHECK(data.string().starts_with("/var/lib/pgmend/"));
    CHECK(kept.connect().alive());
    kept.server.stop();
    fs::remove_all(data.parent_path());
}
