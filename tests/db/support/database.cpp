#include "db/support/database.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>

#include <fmt/format.h>
#include <unistd.h>

namespace pgmend::test {
namespace {

/// Unique among all processes that use the server, also over time, since databases may be kept.
std::string unique_name() {
    static int count = 0;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return fmt::format("test_{:x}_{}_{}", std::chrono::duration_cast<std::chrono::seconds>(now).count(),
                       ::getpid(), ++count);
}

void drop(const pg::Dsn& server, const std::string& name) {
    auto connection = pg::Connection::open(server);
    if (connection.server_version() >= 130000) {
        connection.run(fmt::format("DROP DATABASE {} WITH (FORCE)", name));
        return;
    }
    connection.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", {name});
    connection.run(fmt::format("DROP DATABASE {}", name));
}

} // namespace

Database::Database(pg::Dsn server) : server_(std::move(server)), name_(unique_name()) {
    pg::Connection::open(server_).run(fmt::format("CREATE DATABASE {}", name_));
}

Database::~Database() {
    if (std::getenv("KEEP_TEST_DB") != nullptr) {
        std::fprintf(stderr, "kept: %s\n", url().c_str());
        return;
    }
    try {
        drop(server_, name_);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "cannot drop database %s: %s\n", name_.c_str(), error.what());
    }
}

pg::Dsn Database::dsn() const {
    auto dsn = server_;
    dsn.parameters["dbname"] = name_;
    return dsn;
}

} // namespace pgmend::test
