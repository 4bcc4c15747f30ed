#include "manual/markdown.hpp"

#include "base/error.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::manual;

TEST_CASE("text keeps its words, and looks for bold and code") {
    CHECK(roff_of("Some `--code` and **bold** and *slanted*,\nand a [link](there.md).") ==
          ".PP\nSome \\fB\\-\\-code\\fR and \\fBbold\\fR and \\fIslanted\\fR, and a link.\n");
    CHECK(roff_of(".hidden") == ".PP\n\\&.hidden\n");
    CHECK(roff_of("`a*b*c`") == ".PP\n\\fBa*b*c\\fR\n");
}

TEST_CASE("fenced blocks stay as they are") {
    CHECK(roff_of("```sql\nSELECT 1;\n\n  'x\\y'\n```\n") ==
          ".PP\n.RS 4\n.nf\nSELECT 1;\n\n  \\(aqx\\ey\\(aq\n.fi\n.RE\n");
}

TEST_CASE("headings, lists and what belongs to an item") {
    CHECK(roff_of("## One\n\n- first,\n  going on\n- second\n\n  ```\n  code\n  ```\n\nAfter.") ==
          ".SH One\n.RS 0\n.IP \\(bu 2\nfirst, going on\n.IP \\(bu 2\nsecond\n"
          ".PP\n.RS 4\n.nf\ncode\n.fi\n.RE\n.RE\n.PP\nAfter.\n");
}

TEST_CASE("a table without a second title is a list of terms, any other one a grid") {
    CHECK(roff_of("| option | |\n|---|---|\n| `-a` | one \\| two |\n") ==
          ".TP\n\\fB\\-a\\fR\none | two\n.PP\n");
    CHECK(roff_of("| a | b |\n|---|---|\n| 1 | 2 |\n") ==
          ".TS\nallbox;\nlb lb\nlx lx.\nT{\na\nT}\tT{\nb\nT}\nT{\n1\nT}\tT{\n2\nT}\n.TE\n");
}

TEST_CASE("a section ends where the next one begins") {
    const Document document{.title = "Page", .body = "\nIntroduction\n\n## First\none\n\n## Second\ntwo\n"};
    CHECK(section(document, "First") == "one\n");
    CHECK(section(document, "Second") == "two\n");
    CHECK_THROWS_AS(section(document, "Third"), pgmend::Error);
}
