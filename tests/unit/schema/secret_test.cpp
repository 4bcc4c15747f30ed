#include "schema/secret.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::schema;

TEST_CASE("options that may hold a secret are known by their names") {
    for (const auto* name : {"password", "sslpassword", "Secret_Access_Key", "api_token", "pwd", "passcode"})
        CHECK(is_secret_option(name));
    for (const auto* name :
         {"user", "host", "dbname", "sslkey", "passfile", "keepalives_idle", "schema_name"})
        CHECK_FALSE(is_secret_option(name));
}

TEST_CASE("the secrets of a connection string are hidden and nothing else") {
    CHECK(redact_connection("host=a password=b dbname=c") == "host=a password=<redacted> dbname=c");
    CHECK(redact_connection("password='a b\\'c' user=u") == "password=<redacted> user=u");
    CHECK(redact_connection("user=u password=end") == "user=u password=<redacted>");
    CHECK(redact_connection("") == "");
}

TEST_CASE("the secrets of a connection URI are hidden and nothing else") {
    CHECK(redact_connection("postgresql://u:p@h:5432/d") == "postgresql://u:<redacted>@h:5432/d");
    CHECK(redact_connection("postgresql://h:5432/d") == "postgresql://h:5432/d");
    CHECK(redact_connection("postgresql://u@h/d?password=x&sslmode=require&sslpassword=y") ==
          "postgresql://u@h/d?password=<redacted>&sslmode=require&sslpassword=<redacted>");
}
