#include "statement/script.hpp"

#include <catch2/catch.hpp>

using pgmend::UsageError;
using pgmend::statement::read_script;
using Texts = std::vector<std::string>;

namespace {

Texts pieces(std::string_view text) {
    Texts texts;
    for (const auto& piece : read_script(text, {.file = "a.sql"}).pieces)
        texts.push_back(piece.sql);
    return texts;
}

Texts remarks(std::string_view text) {
    return read_script(text, {.file = "a.sql"}).remarks;
}

} // namespace

TEST_CASE("a dump's statements are read, its rows and the commands of psql are left out") {
    constexpr auto dump = "\\restrict abc\n"
                          "SET client_encoding = 'UTF8';\n"
                          "CREATE TABLE public.t (a text);\n"
                          "COPY public.t (a) FROM stdin;\n"
                          "it's; $$ a \\connect row\n"
                          "\\.\n"
                          "\n"
                          "\\unrestrict abc\n"
                          "COPY public.u FROM STDIN WITH (FORMAT csv);\n"
                          "\\.\n"
                          "CREATE TABLE v ();\n";
    CHECK(pieces(dump) ==
          Texts{"SET client_encoding = 'UTF8'", "CREATE TABLE public.t (a text)", "CREATE TABLE v ()"});
    CHECK(remarks(dump) == Texts{"the rows of 2 COPY commands"});
    CHECK(read_script(dump, {.file = "a.sql"}).pieces[2].location.line == 11);
}

TEST_CASE("words of transactions are run and are no statements of a section") {
    const auto script = read_script("\\set ON_ERROR_STOP on\nBEGIN;\nCREATE TABLE t ();\nCOMMIT;\n", {});
    CHECK(script.pieces.size() == 3);
    REQUIRE(script.statements.size() == 1);
    CHECK(script.statements[0].line == 3);
    CHECK(script.remarks == Texts{"psql commands \\set"});
}

TEST_CASE("a function's body that holds such lines stays whole") {
    constexpr auto function =
        "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n  COMMIT;\nEND $$";
    CHECK(pieces(function) == Texts{function});
}

TEST_CASE("commands of psql that matter are refused with the place") {
    for (const auto* text : {"CREATE TABLE t ();\n\\connect other\n", "SELECT 1;\n\\i other.sql\n"}) {
        INFO(text);
        try {
            read_script(text, {.file = "a.sql"});
            FAIL("not refused");
        } catch (const UsageError& error) {
            CHECK(error.location().line == 2);
            CHECK_FALSE(error.hint().empty());
        }
    }
}
