#include "embedded/binaries.hpp"

#include "base/error.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace pgmend;
using namespace pgmend::embedded;

TEST_CASE("the major version is read from what the server prints") {
    CHECK(major_version("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n") == 15);
    CHECK(major_version("postgres (PostgreSQL) 18beta2") == 18);
    CHECK(major_version("9.6\n") == 9);
    CHECK(major_version("") == 0);
}

TEST_CASE("a folder without a server is refused with the variable that names another") {
    ::setenv("PGMEND_PG_BINDIR", "/usr/share", 1);
    try {
        find_binaries();
        FAIL("found a server in /usr/share");
    } catch (const Error& error) {
        CHECK(error.message().find("/usr/share") != std::string::npos);
        CHECK(error.hint().find("PGMEND_PG_BINDIR") != std::string::npos);
    }
    ::unsetenv("PGMEND_PG_BINDIR");
}

TEST_CASE("a version that is not installed is asked for by its package") {
    try {
        find_binaries(7);
        FAIL("found PostgreSQL 7");
    } catch (const Error& error) {
        CHECK(error.hint() == "apt-get install postgresql-7");
    }
}
