#include "pg/quote.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::pg;

TEST_CASE("identifiers are quoted only where PostgreSQL would not read them back") {
    CHECK(quote_identifier("tracker_tasks") == "tracker_tasks");
    CHECK(quote_identifier("t2$") == "\"t2$\"");
    CHECK(quote_identifier("Mixed") == "\"Mixed\"");
    CHECK(quote_identifier("user") == "\"user\"");
    CHECK(quote_identifier("2nd") == "\"2nd\"");
    CHECK(quote_identifier("") == "\"\"");
    CHECK(quote_identifier("a\"b") == "\"a\"\"b\"");
    CHECK(quote_identifier("имя") == "\"имя\"");
    CHECK(quote_qualified("", "t") == "t");
    CHECK(quote_qualified("My", "t") == "\"My\".t");
}

TEST_CASE("literals survive quotes and backslashes") {
    CHECK(quote_literal("it's") == "'it''s'");
    CHECK(quote_literal("a\\b") == " E'a\\\\b'");
}
