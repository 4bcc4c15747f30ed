#include "diagnose/redact.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::diagnose;

TEST_CASE("names stay in the server's messages, values go") {
    CHECK(without_values("Failing row contains (1, secret).") == "Failing row contains (…).");
    CHECK(without_values("Key (a, b)=(1, secret) already exists.") == "Key (a, b)=(…) already exists.");
    CHECK(without_values("Key (lower(a))=(secret) is not present in table \"t\".") ==
          "Key (lower(a))=(…) is not present in table \"t\".");
    CHECK(without_values("invalid input syntax for type integer: \"secret\"") ==
          "invalid input syntax for type integer: \"…\"");
    CHECK(without_values("null value in column \"a\" of relation \"t\" violates a rule for \"secret\"") ==
          "null value in column \"a\" of relation \"t\" violates a rule for \"…\"");
    CHECK(without_values("value too long for type character varying(255)") ==
          "value too long for type character varying(255)");
    CHECK(without_values("function f(integer) does not exist") == "function f(integer) does not exist");
    CHECK(without_values("prepared statement \"p\" does not exist") ==
          "prepared statement \"p\" does not exist");
}

TEST_CASE("a value is hidden whatever characters it holds, in any language of the server") {
    for (const char* text :
         {"invalid input syntax for type integer: \"a\"secret\"", "invalid value: \"open secret",
          "invalid input syntax for type integer: \"two\nlines secret\"",
          "Key (a)=(x)secret) already exists.", "Failing row contains (1, (2), secret).",
          "Ошибочная строка содержит (1, secret).", "Ключ \"(a)=(secret)\" уже существует.",
          "parameter $1 = 'it''s secret'"}) {
        INFO(text);
        CHECK(without_values(text).find("secret") == std::string::npos);
    }
}

TEST_CASE("of a context the functions and COPY's place stay") {
    CHECK(context_without_values("COPY t, line 5, column a: \"secret\nsecret\"") ==
          "COPY t, line 5, column a: …\n…");
    CHECK(context_without_values("COPY t, line 5") == "COPY t, line 5");
    CHECK(
        context_without_values("JSON data, line 1: {\"a\": secret...\nCOPY t, line 5, column full_data: {") ==
        "…\nCOPY t, line 5, column full_data: …");
    CHECK(context_without_values("SQL statement \"INSERT INTO t\nVALUES ('secret')\"\n"
                                 "PL/pgSQL function f(integer) line 3 at SQL statement") ==
          "SQL statement \"…\"\n…\nPL/pgSQL function f(integer) line 3 at SQL statement");
    CHECK(context_without_values("unnamed portal with parameters: $1 = 'secret'") == "…");
    CHECK(context_without_values("").empty());
}
