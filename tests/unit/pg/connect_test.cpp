#include "pg/connect.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::pg;

TEST_CASE("the SQLSTATE is read out of libpq's text") {
    const auto wrong_password =
        connect_failure("connection to server on socket \"/tmp/.s.PGSQL.5432\" failed: FATAL:  "
                        "28P01: password authentication failed for user \"u\"\nLOCATION:  "
                        "auth_failed, auth.c:335\n");
    CHECK(wrong_password.sqlstate == "28P01");
    CHECK(wrong_password.message == "password authentication failed for user \"u\"");
    CHECK_FALSE(wrong_password.transient);
    CHECK(connect_failure("FATAL:  57P03: the database system is starting up\n").transient);
}

TEST_CASE("no answer at all is transient and keeps libpq's words") {
    const auto refused =
        connect_failure("connection to server at \"h\" (::1), port 1 failed: Connection refused\n"
                        "\tIs the server running on that host?\n");
    CHECK(refused.sqlstate.empty());
    CHECK(refused.transient);
    CHECK(refused.message.ends_with("port 1 failed: Connection refused"));
}

TEST_CASE("what no second attempt changes is not tried again") {
    for (const char* text :
         {"connection to server at \"h\" (::1), port 1 failed: fe_sendauth: no password supplied\n",
          "connection to server at \"h\" (::1), port 1 failed: server does not support SSL, but SSL was "
          "required\n",
          "root certificate file \"/r.crt\" does not exist\n"}) {
        const auto failure = connect_failure(text);
        CHECK_FALSE(failure.transient);
        CHECK(connect_hint(failure, {}).find("--embedded") == std::string::npos);
    }
}
