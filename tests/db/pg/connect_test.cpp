#include "pg/connection.hpp"

#include "db/support/database.hpp"
#include "db/support/other_process.hpp"
#include "db/support/scratch_folder.hpp"
#include "embedded/server.hpp"
#include "embedded/throwaway.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

#include <fmt/format.h>

using namespace pgmend;
using namespace std::chrono_literals;

namespace {

pg::SqlError refusal(const pg::Dsn& dsn, std::chrono::milliseconds retry_for = 300ms) {
    try {
        pg::Connection::open(dsn, {.retry_for = retry_for});
    } catch (const pg::SqlError& error) {
        return error;
    }
    FAIL("it connected");
    throw;
}

/// From here on the server asks everybody but its superuser for a password.
void ask_for_passwords(pg::Connection& connection) {
    connection.run(
        "COPY (SELECT unnest(ARRAY['local all postgres trust', 'local all all scram-sha-256'])) TO "
        "PROGRAM 'cat >pg_hba.conf'");
    connection.run("SELECT pg_reload_conf()");
    connection.run("SELECT pg_sleep(0.2)");
}

template <typename Function>
std::chrono::milliseconds time_of(const Function& function) {
    const auto begun = std::chrono::steady_clock::now();
    function();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
}

} // namespace

TEST_CASE("a wrong or missing password is refused at once, and never shown") {
    const embedded::ThrowawayServer server;
    auto superuser = pg::Connection::open(server.dsn());
    superuser.run("SET password_encryption = 'scram-sha-256'"); // the default only since 14
    superuser.run("CREATE ROLE guest LOGIN PASSWORD 'right'");
    ask_for_passwords(superuser);

    auto dsn = server.dsn();
    dsn.parameters["user"] = "guest";
    dsn.parameters["password"] = "right";
    CHECK(pg::Connection::open(dsn).run("SELECT current_user").get<std::string>(0, 0) == "guest");

    dsn.parameters["password"] = "sesame";
    CHECK(time_of([&] { refusal(dsn, 20s); }) < 5s);
    const auto wrong = refusal(dsn);
    CHECK(wrong.sqlstate() == "28P01");
    CHECK(wrong.code() == ExitCode::no_connection);
    CHECK_THAT(wrong.hint(), Catch::Contains("password"));
    CHECK_THAT(wrong.message() + wrong.detail() + wrong.hint(), !Catch::Contains("sesame"));

    dsn.parameters.erase("password");
    dsn.parameters["passfile"] = "/no/such/file";
    CHECK(time_of([&] { refusal(dsn, 20s); }) < 5s);
    CHECK_THAT(refusal(dsn).hint(), Catch::Contains("PGPASSWORD"));
}

TEST_CASE("a database that is not there is named with the command that makes it") {
    const test::Database database;
    auto dsn = database.dsn();
    dsn.parameters["dbname"] = "absent";
    const auto error = refusal(dsn);
    CHECK(error.sqlstate() == "3D000");
    CHECK(error.code() == ExitCode::no_connection);
    CHECK(error.hint() == "create it with 'createdb absent'");
}

TEST_CASE("a server that is not there is tried again for a while, then told") {
    const pg::Dsn nobody{{{"host", "/no/such/folder"}}};
    CHECK(time_of([&] {
              const auto error = refusal(nobody, 300ms);
              CHECK(error.code() == ExitCode::no_connection);
              CHECK_THAT(error.hint(), Catch::Contains("--embedded"));
          }) >= 300ms);
}

TEST_CASE("a server that comes up late is waited for") {
    const test::ScratchFolder scratch;
    auto server = embedded::Server::open(scratch / "server");
    server.start();
    const auto dsn = server.dsn();
    server.stop();
    test::OtherProcess starter([&](const auto&) {
        std::this_thread::sleep_for(500ms);
        server.start();
        return 0;
    });
    CHECK(pg::Connection::open(dsn, {.retry_for = 30s}).run("SELECT 1").get<int>(0, 0) == 1);
    CHECK(starter.wait() == 0);
    server.stop();
}

TEST_CASE("a server whose slots are all taken is tried again") {
    const embedded::ThrowawayServer server({.settings = {{"max_connections", "2"},
                                                         {"superuser_reserved_connections", "0"},
                                                         {"max_wal_senders", "0"}}});
    auto one = std::make_unique<pg::Connection>(pg::Connection::open(server.dsn()));
    const auto two = pg::Connection::open(server.dsn());
    CHECK(refusal(server.dsn(), 100ms).sqlstate() == "53300");
    std::thread leaver([&] {
        std::this_thread::sleep_for(300ms);
        one.reset();
    });
    CHECK(pg::Connection::open(server.dsn(), {.retry_for = 20s}).alive());
    leaver.join();
}
