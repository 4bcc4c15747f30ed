#include "statement/checksum.hpp"

#include "statement/split.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace pgmend::statement;

namespace {

std::string sum(std::string_view text) {
    auto sum = checksum(split(text, {}));
    CHECK(text_checksum(text) == sum);
    return sum;
}

} // namespace

TEST_CASE("a checksum is 64 hexadecimal digits, and stays the same for ever") {
    CHECK(sum("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sum("ALTER TABLE t ADD COLUMN a varchar(255);") ==
          "15a548471ab0eb9c48e7e52e73b143e49b5409880bc2bc044a585c7e55f33cd1");
}

TEST_CASE("layout does not change a checksum") {
    const auto expected =
        sum("CREATE TABLE t (a int DEFAULT 1, b text); SELECT 'it''s' FROM t WHERE a <> -1");
    for (const auto* text : {
             "create table T (A INT default 1, b text);\r\nselect 'it''s' from t where a<>-1;",
             "-- pgmend:allow x\nCREATE/* c */TABLE \"t\"(\"a\" int DEFAULT 1,b text)\n;;SELECT 'it''s' -- "
             "d\nFROM t "
             "WHERE a != - 1 -- e",
             "CREATE TABLE t (a int DEFAULT 1, b text); SELECT $x$it's$x$ FROM t WHERE a <> -1",
             "CREATE TABLE t (a int DEFAULT 1, b text); SELECT E'it''s' FROM t WHERE a <> -1",
             "CREATE TABLE t (a int DEFAULT 1, b text); SELECT 'it' -- '\n'''s' FROM t WHERE a <> -1",
         }) {
        INFO(text);
        CHECK(sum(text) == expected);
    }
}

TEST_CASE("the names of a type are one") {
    const std::vector<std::pair<std::string, std::string>> same{
        {"int", "integer"},
        {"INT4", "integer"},
        {"bigint", "int8"},
        {"smallint", "int2"},
        {"bool", "boolean"},
        {"varchar(20)", "character varying(20)"},
        {"char varying (20)", "varchar(20)"},
        {"char(3)", "character(3)"},
        {"decimal(9, 2)", "numeric(9,2)"},
        {"float", "double precision"},
        {"float8", "double precision"},
        {"real", "float4"},
        {"timestamptz", "timestamp with time zone"},
        {"timestamptz(3)", "timestamp(3) with time zone"},
        {"timestamp", "timestamp without time zone"},
        {"time(0) with time zone", "timetz(0)"},
        {"bit varying(8)", "varbit(8)"},
        {"serial8", "bigserial"},
        {"int[]", "integer[]"},
    };
    for (const auto& [a, b] : same) {
        INFO(a << " and " << b);
        const auto column = [](const std::string& type) { return sum("CREATE TABLE t (a " + type + ")"); };
        CHECK(column(a) == column(b));
    }
    std::set<std::string> sums;
    for (const auto* type : {"int", "bigint", "int[]", "float", "real", "float(24)", "timestamp",
                             "timestamptz", "timestamptz(3)", "time", "timetz", "varchar", "varchar(3)",
                             "char", "bit", "varbit", "text", "\"int\"", "pg_catalog.int4"})
        CHECK(sums.insert(sum(std::string("SELECT a::") + type)).second);
}

TEST_CASE("a checksum of the time when each name of a type counted is still right") {
    const std::string text = "CREATE TABLE t (id integer, at timestamp with time zone)";
    const auto* const older = "ac6ed939a00674355e9551b4c0a7e597e3e8135f785eae3a6ce055fc6529d397";
    CHECK(is_checksum(older, text));
    CHECK(is_checksum(older, split(text, {})));
    CHECK(is_checksum(text_checksum(text), text));
    CHECK_FALSE(is_checksum(older, "CREATE TABLE t (id int, at timestamptz)"));
}

TEST_CASE("numbers and prefixes are the same in any letter case") {
    CHECK(sum("SELECT 1E5, 0X1F, b'1', x'ff', e'\\n', n'a', u&'b'") ==
          sum("SELECT 1e5, 0x1f, B'1', X'ff', E'\\n', N'a', U&'b'"));
}

TEST_CASE("every change of meaning changes a checksum") {
    std::set<std::string> sums;
    const std::vector<std::string> texts{
        "SELECT a FROM t",
        "SELECT a FROM u",
        "SELECT a, b FROM t",
        "SELECT \"A\" FROM t",
        "SELECT 'a' FROM t",
        "SELECT 'A' FROM t",
        "SELECT ' a' FROM t",
        "SELECT 'a; b' FROM t",
        "SELECT 'a'; SELECT b FROM t",
        "SELECT 1 FROM t",
        "SELECT 2 FROM t",
        "SELECT 1_0 FROM t",
        "SELECT E'\\n' FROM t",
        "SELECT '\\n' FROM t",
        "SELECT E'\\'''' FROM t",
        "SELECT E'\\'' FROM t",
        "SELECT B'a' FROM t",
        "SELECT X'a' FROM t",
        "SELECT user FROM t",
        "SELECT \"user\" FROM t",
        "SELECT U&\"user\" FROM t",
        "SELECT a::char FROM t",
        "SELECT a::\"char\" FROM t",
        "SELECT a b FROM t",
        "SELECT ab FROM t",
        "SELECT a.b FROM t",
        "SELECT a - - b FROM t",
        "SELECT a + b FROM t",
        "SELECT a || b FROM t",
        "SELECT a | b FROM t",
        "SELECT a FROM t; SELECT a FROM t",
        "SELECT $1 FROM t",
        "SELECT '$1' FROM t",
        "SELECT (a) FROM t",
    };
    for (const auto& text : texts) {
        INFO(text);
        CHECK(sums.insert(sum(text)).second);
    }
}

TEST_CASE("the body of a function counts as it is written") {
    CHECK(sum("DO $$ BEGIN END $$") == sum("DO $x$ BEGIN END $x$"));
    CHECK(sum("DO $$ BEGIN END $$") != sum("DO $$ begin end $$"));
}

TEST_CASE("text that the parser does not know has a checksum as well") {
    CHECK(sum("ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID") ==
          sum("alter table t add constraint n not null A not valid;"));
    CHECK(sum("SELECT 1_000") != sum("SELECT 1000"));
}
