#include "base/visible.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;

TEST_CASE("control characters become visible, whatever form they have") {
    CHECK(visible("a\x1b[2Jb\x07\x7f\r") == "a\\x1b[2Jb\\x07\\x7f\\x0d");
    CHECK(visible("\xc2\x9b"
                  "2J") == "\\x9b2J");
    CHECK(visible("\xe2\x80\xaetxet\xe2\x81\xa9") == "\\u202etxet\\u2069");
    CHECK(visible("\xff\xc3") == "\\xff\\xc3");
    CHECK(visible("line\n\ttab ёжик 漢字 ✓") == "line\n\ttab ёжик 漢字 ✓");
    CHECK(visible_line("x\ny\tz\r") == "x\\ny\\tz\\r");
}

TEST_CASE("nothing ends a comment") {
    CHECK(sql_comment("loses public.\"x\rDROP TABLE t;\"") == "-- loses public.\"x\\rDROP TABLE t;\"");
    CHECK(sql_comment("a\nb") == "-- a\n-- b");
    CHECK(sql_comment("") == "-- ");
}

TEST_CASE("documents are escaped by their own language") {
    CHECK(visible_json("{\"a\": \"\xc2\x9b\xe2\x80\xae\"}\n") == "{\"a\": \"\\u009b\\u202e\"}\n");
    CHECK(visible_xml("<a>\xe2\x80\xae</a>") == "<a>&#x202e;</a>");
}
