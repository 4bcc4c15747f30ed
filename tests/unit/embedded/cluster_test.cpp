#include "embedded/cluster.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace pgmend;
using namespace pgmend::embedded;

TEST_CASE("a socket's path has at most 107 bytes") {
    const std::string name = "/.s.PGSQL.5432";
    CHECK(socket_fits(std::string(107 - name.size(), 'x')));
    CHECK_FALSE(socket_fits(std::string(108 - name.size(), 'x')));
}

TEST_CASE("a private server never listens on the network") {
    const auto command = run_cluster({.bindir = "/bin"}, "/data", "/sockets", {{"jit", "off"}}, {});
    const auto has = [&](const char* word) { return std::ranges::count(command.arguments, word) == 1; };
    CHECK(has("listen_addresses="));
    CHECK(has("unix_socket_directories=/sockets"));
    CHECK(has("jit=off"));
}

TEST_CASE("settings asked for win over the server's own") {
    const auto command = run_cluster({.bindir = "/bin"}, "/data", "/s", {{"log_line_prefix", "x"}}, {});
    CHECK(std::ranges::count(command.arguments, "log_line_prefix=x") == 1);
    CHECK(std::ranges::count_if(command.arguments, [](const std::string& word) {
              return word.starts_with("log_line_prefix=");
          }) == 1);
}
