#include "statement/split.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::statement;

namespace {

std::vector<Statement> split(std::string_view text) {
    return pgmend::statement::split(text, {.file = "a.sql", .line = 1});
}

std::vector<std::string> sqls(std::string_view text) {
    std::vector<std::string> result;
    for (const auto& statement : split(text))
        result.push_back(statement.sql);
    return result;
}

using Sqls = std::vector<std::string>;

} // namespace

TEST_CASE("statements end at semicolons, and come without what stands around them") {
    CHECK(sqls("").empty());
    CHECK(sqls(" ;; \n-- nothing\n;").empty());
    CHECK(sqls("SELECT 1") == Sqls{"SELECT 1"});
    CHECK(sqls("  -- a\n SELECT 1 -- b\n ; /* c */ SELECT /* d; */ 2 ;\n -- e") ==
          Sqls{"SELECT 1", "SELECT /* d; */ 2"});
}

TEST_CASE("semicolons in strings, names, comments and dollar quotes end nothing") {
    CHECK(sqls("SELECT 'a;''b;', \"c;\"\"d;\";SELECT 2") ==
          Sqls{"SELECT 'a;''b;', \"c;\"\"d;\"", "SELECT 2"});
    CHECK(sqls("SELECT E'a\\';', 'b\\';SELECT 2") == Sqls{"SELECT E'a\\';', 'b\\'", "SELECT 2"});
    CHECK(sqls("SELECT e'\\\\';SELECT 2") == Sqls{"SELECT e'\\\\'", "SELECT 2"});
    CHECK(sqls("SELECT U&'a;', N'b;', B'1', X'F', U&\"c;\";SELECT 2").size() == 2);
    CHECK(sqls("SELECT $$a;'$$, $x$b;$$;$x$;SELECT 2") == Sqls{"SELECT $$a;'$$, $x$b;$$;$x$", "SELECT 2"});
    CHECK(sqls("SELECT a$b$c;SELECT d$b$e") == Sqls{"SELECT a$b$c", "SELECT d$b$e"});
    CHECK(sqls("/* a; /* b; */ c; */ SELECT 1;") == Sqls{"SELECT 1"});
    CHECK(sqls("SELECT 1 -- it's\n, 2;SELECT 3") == Sqls{"SELECT 1 -- it's\n, 2", "SELECT 3"});
}

TEST_CASE("a string in E'…' goes on over lines by the same rules") {
    CHECK(sqls("SELECT E'a' -- c'\n '\\';';SELECT 2") == Sqls{"SELECT E'a' -- c'\n '\\';'", "SELECT 2"});
    CHECK(sqls("SELECT 'a'\n'\\';SELECT 2") == Sqls{"SELECT 'a'\n'\\'", "SELECT 2"});
}

TEST_CASE("operators that look like comments or strings are read as the server reads them") {
    CHECK(sqls("SELECT 1+--2;\n3;SELECT 4") == Sqls{"SELECT 1+--2;\n3", "SELECT 4"});
    CHECK(sqls("SELECT 2*/*;*/3;SELECT 4") == Sqls{"SELECT 2*/*;*/3", "SELECT 4"});
    CHECK(sqls("SELECT a ->> 'b;' || $1;SELECT 4").size() == 2);
}

TEST_CASE("the body of a function in SQL is one statement") {
    const std::string body = "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql\n"
                             "BEGIN ATOMIC\n  INSERT INTO t VALUES (CASE WHEN a > 0 THEN 1 ELSE 2 END);\n"
                             "  SELECT CASE a WHEN 1 THEN 2 END; SELECT t.end FROM t;\nEND";
    SECTION("where everything parses") {
        const auto statements = split(body + ";\nSELECT 2;");
        REQUIRE(statements.size() == 2);
        CHECK(statements[0].sql == body);
        CHECK(statements[0].parsed);
    }
    SECTION("where the parser knows nothing of what comes next") {
        CHECK(sqls(body + ";ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID;") ==
              Sqls{body, "ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID"});
    }
    SECTION("where it does not parse itself") {
        const std::string newer = "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT 1_000; SELECT CASE "
                                  "WHEN true THEN 0x1F END; END";
        const auto statements = split(newer + "; SELECT 2");
        REQUIRE(statements.size() == 2);
        CHECK(statements[0].sql == newer);
        CHECK_FALSE(statements[0].parsed);
    }
    SECTION("an empty one") {
        CHECK(sqls("CREATE PROCEDURE p() BEGIN ATOMIC END; SELECT 2").size() == 2);
    }
}

TEST_CASE("names that look like a function's body open none") {
    CHECK(sqls("CREATE TABLE begin (atomic int); SELECT 1").size() == 2);
    CHECK(sqls("CREATE FUNCTION f(begin atomic) RETURNS int RETURN 1; SELECT 1").size() == 2);
    CHECK(sqls("CREATE VIEW v AS SELECT a begin, b atomic FROM t; SELECT 1").size() == 2);
}

TEST_CASE("the actions of a rule are one statement") {
    const std::string rule =
        "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO u VALUES (1); DELETE FROM v;)";
    CHECK(sqls(rule + "; SELECT 1") == Sqls{rule, "SELECT 1"});
    CHECK(split(rule)[0].parsed);
}

TEST_CASE("lines, columns and offsets are those of the first character") {
    const std::string text = "SELECT 1;\r\n\r\n  /* é */ SELECT 'ü'; SELECT 3;";
    const auto statements = pgmend::statement::split(text, {.file = "a.sql", .line = 10});
    REQUIRE(statements.size() == 3);
    CHECK(statements[0].line == 10);
    CHECK(statements[0].column == 1);
    CHECK(statements[1].line == 12);
    CHECK(statements[1].column == 11);
    CHECK(text.substr(statements[1].offset, 10) == "SELECT 'ü");
    CHECK(statements[2].line == 12);
    CHECK(statements[2].column == 23);
}

TEST_CASE("the first line's column is counted from the place that is given") {
    const auto statements =
        pgmend::statement::split(" SELECT 1;\nSELECT 2", {.file = "a", .line = 3, .column = 5});
    CHECK(statements[0].column == 6);
    CHECK(statements[1].line == 4);
    CHECK(statements[1].column == 1);
}

TEST_CASE("a byte order mark is no part of the text") {
    const auto statements = split("\xEF\xBB\xBFSELECT 1");
    REQUIRE(statements.size() == 1);
    CHECK(statements[0].sql == "SELECT 1");
    CHECK(statements[0].column == 1);
    CHECK(statements[0].offset == 3);
}

TEST_CASE("syntax newer than the parser is kept, and so is an error for the server to find") {
    for (const auto* sql :
         {"ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID",
          "CREATE TABLE t (a int, b int AS (a * 2) VIRTUAL)", "ALTER TABLE t ADD CHECK (a > 0) NOT ENFORCED",
          "SELECT 1_000, 0x1F, 0o17, 0b11",
          "MERGE INTO t USING u ON t.a = u.a WHEN NOT MATCHED BY SOURCE THEN DELETE RETURNING t.*",
          "ALTER TABLE t SPLIT PARTITION p INTO (PARTITION a FOR VALUES IN (1), PARTITION b FOR VALUES IN "
          "(2))",
          "SELECT * FROM JSON_TABLE('[]', '$[*]' COLUMNS (a int PATH '$'))", "REPACK (CONCURRENTLY) t",
          "ALTER TABLE t ALTER COLUMN b SET EXPRESSION AS (a * 3)", "CREATE TABEL t (a int)"}) {
        const auto statements = split(std::string(sql) + "; SELECT 1;");
        REQUIRE(statements.size() == 2);
        CHECK(statements[0].sql == sql);
        CHECK_FALSE(statements[0].parsed);
        CHECK(statements[0].effects.empty());
        CHECK(statements[1].parsed);
    }
}

TEST_CASE("text too deeply nested for the parser's stack is kept unparsed") {
    std::string sum = "SELECT 1", nested = "1", unions = "SELECT 1, 2";
    for (int i = 0; i < 100'000; ++i)
        sum += "+1";
    for (int i = 0; i < 5'000; ++i) {
        nested.insert(0, "(SELECT ").push_back(')');
        unions += " UNION ALL SELECT 1, 2";
    }
    for (const auto& sql : {sum, "SELECT " + nested, unions}) {
        const auto statements = split(sql);
        REQUIRE(statements.size() == 1);
        CHECK_FALSE(statements[0].parsed);
    }
}

TEST_CASE("long but flat text is parsed") {
    std::string ors = "SELECT 1 WHERE a = 1", values = "INSERT INTO t VALUES (-1, 'x')";
    for (int i = 0; i < 5'000; ++i) {
        ors += " OR a = " + std::to_string(i);
        values += ", (-1, 'x')";
    }
    CHECK(split(ors)[0].parsed);
    CHECK(split(values)[0].parsed);
}

TEST_CASE("the server's error position is found in the file") {
    const auto statements =
        pgmend::statement::split("\n  SELECT 'é',\r\n    x FROM t;", {.file = "f.sql", .line = 7});
    REQUIRE(statements.size() == 1);
    const auto& statement = statements[0];
    const auto at = [&](std::size_t position) { return to_string(locate(statement, position, "f.sql")); };
    CHECK(at(0) == "f.sql:8:3");
    CHECK(at(1) == "f.sql:8:3");
    CHECK(at(8) == "f.sql:8:10");
    CHECK(at(11) == "f.sql:8:13");
    CHECK(at(18) == "f.sql:9:5");
    CHECK(at(10'000) == "f.sql:9:13");
}
