#include "schema/ddl/names.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::schema;
using namespace pgmend::schema::ddl;
using Texts = std::vector<std::string>;

TEST_CASE("a name that the server has written is taken apart") {
    CHECK(split_name("public.t.c") == Texts{"public", "t", "c"});
    CHECK(split_name(R"("a.b"."C""d")") == Texts{"a.b", "C\"d"});
}

TEST_CASE("a list is cut at its own commas only") {
    CHECK(split_list("a, f(b, c), 'd, e', \"g,h\"") == Texts{"a", "f(b, c)", "'d, e'", "\"g,h\""});
    CHECK(split_list("").empty());
}

TEST_CASE("a name is found as a word of its own") {
    CHECK(mentions("(total > 0)", "total"));
    CHECK_FALSE(mentions("(subtotal > total_2)", "total"));
    CHECK(mentions("(\"Odd Name\" > 0)", "Odd Name"));
}

TEST_CASE("IN on a varchar is written so that it is stored as it was") {
    CHECK(
        replayable(
            "CHECK (((s)::text = ANY ((ARRAY['a'::character varying, 'b)'::character varying])::text[])))") ==
        "CHECK (((s) = ANY (ARRAY['a'::character varying, 'b)'::character varying])))");
    CHECK(replayable("((s)::text <> ALL ((ARRAY['a'::character varying])::text[]))") ==
          "((s) <> ALL (ARRAY['a'::character varying]))");
    const std::string other = "((s)::text = ANY (ARRAY[('a'::character varying)::text]))";
    CHECK(replayable(other) == other);
}
