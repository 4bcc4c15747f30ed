#include "report/style.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::report;

TEST_CASE("a text is cut at a number of columns, not of bytes") {
    CHECK(cut("abc", 3) == "abc");
    CHECK(cut("abcd", 3) == "ab…");
    CHECK(cut("äöüß", 4) == "äöüß");
    CHECK(cut("äöüßé", 4) == "äöü…");
    CHECK(fit("äö", 4) == "äö  ");
}

TEST_CASE("words are wrapped into lines of a width, indented but the first") {
    CHECK(wrapped("", 10, "  ").empty());
    CHECK(wrapped("one two", 7, "  ") == "one two");
    CHECK(wrapped("one two three", 7, "  ") == "one two\n  three");
    CHECK(wrapped("äöü äöü äöü", 7, "") == "äöü äöü\näöü");
    CHECK(wrapped("immeasurably long", 5, "") == "immeasurably\nlong");
    CHECK(wrapped("one\ntwo", 20, "  ") == "one\n  two");
}

TEST_CASE("durations are as precise as they are worth reading") {
    CHECK(duration(0.84) == "0.8 ms");
    CHECK(duration(12.3) == "12 ms");
    CHECK(duration(3400) == "3.4 s");
    CHECK(duration(125'000) == "2 min 5 s");
}

TEST_CASE("a style without colour leaves texts as they are") {
    CHECK(Style().red("x") == "x");
    CHECK(Style(true).red("x") == std::string("\0[31mx\0[0m", 10));
}
