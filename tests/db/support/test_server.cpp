#include "db/support/test_server.hpp"

#include "embedded/server.hpp"
#include "embedded/throwaway.hpp"

#include <cstdlib>
#include <fstream>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

namespace pgmend::test {
namespace {

/// CTest is the parent of every test, so its process id tells this run's server from another run's.
std::string fixture_url() {
    std::ifstream file(fmt::format("{}/db_server.{}", PGMEND_TEST_STATE, ::getppid()));
    std::string url;
    std::getline(file, url);
    return url;
}

pg::Dsn kept_server() {
    auto server = embedded::Server::open(PGMEND_TEST_STATE "/kept_server");
    server.start();
    return server.dsn();
}

pg::Dsn find_server() {
    if (const char* chosen = std::getenv("PGMEND_TEST_SERVER_URL"); chosen != nullptr)
        return pg::parse_dsn(chosen);
    if (std::getenv("KEEP_TEST_DB") != nullptr)
        return kept_server();
    if (const auto url = fixture_url(); !url.empty())
        return pg::parse_dsn(url);
    static const embedded::ThrowawayServer own;
    return own.dsn();
}

} // namespace

const pg::Dsn& test_server() {
    static const pg::Dsn server = find_server();
    return server;
}

} // namespace pgmend::test
