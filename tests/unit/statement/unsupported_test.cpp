#include "statement/checksum.hpp"
#include "statement/split.hpp"

#include <catch2/catch.hpp>

using pgmend::UsageError;

namespace {

/// The error for a text that starts at line 5 of a.sql, or an empty one.
UsageError refusal(std::string_view text) {
    try {
        pgmend::statement::split(text, {.file = "a.sql", .line = 5});
    } catch (const UsageError& error) {
        return error;
    }
    return UsageError("");
}

bool accepted(std::string_view text) {
    return refusal(text).message().empty();
}

void check_refusal(std::string_view text, const std::string& message, const std::string& place) {
    const auto error = refusal(text);
    INFO(text);
    CHECK(error.message() == message);
    CHECK(to_string(error.location()) == place);
    CHECK_FALSE(error.hint().empty());
}

} // namespace

TEST_CASE("what is never closed is an error where it was opened") {
    check_refusal("SELECT 1;\n SELECT 'abc;\n", "unterminated string", "a.sql:6:9");
    check_refusal("SELECT E'abc\\';", "unterminated string", "a.sql:5:8");
    check_refusal("SELECT 'é', \"abc;\n", "unterminated quoted identifier", "a.sql:5:13");
    check_refusal("SELECT 1 /* a /* b */ ;", "unterminated comment", "a.sql:5:10");
    check_refusal("DO $x$ BEGIN END $y$;", "unterminated dollar-quoted string $x$", "a.sql:5:4");
    CHECK(refusal("DO $x$ BEGIN END $y$;").hint() == "close it with $x$");
}

TEST_CASE("psql's commands are errors, backslashes in strings and comments are not") {
    check_refusal("SELECT 1;\n\\connect db\n", "psql meta-command in SQL", "a.sql:6:1");
    check_refusal("SELECT 1 \\g\n", "psql meta-command in SQL", "a.sql:5:10");
    CHECK(accepted("SELECT '\n\\d', \"\\a\", $$\n\\b$$ -- \\c\n/* \\d */"));
}

TEST_CASE("the lines that guard a dump of pg_dump's are comments, and nothing like them is") {
    const std::string dump = "\\restrict aB3x\n\nSET a = 1;\nSELECT 1;\n\n\\unrestrict aB3x\n";
    const auto statements = pgmend::statement::split(dump, {.file = "a.sql", .line = 5});
    REQUIRE(statements.size() == 2);
    CHECK(statements[0].sql == "SET a = 1");
    CHECK(statements[0].line == 7);
    CHECK(pgmend::statement::text_checksum(dump) == pgmend::statement::text_checksum("SET a = 1; SELECT 1"));
    CHECK(accepted("-- x\r\n\\restrict aB3x\r\nSELECT 1;\r\n\\unrestrict aB3x"));
    check_refusal("SELECT 1\n\\restrict aB3x\n", "psql meta-command in SQL", "a.sql:6:1");
    check_refusal("SELECT 1; \\restrict aB3x\n", "psql meta-command in SQL", "a.sql:5:11");
    check_refusal("\\restrict a b\n", "psql meta-command in SQL", "a.sql:5:1");
    check_refusal("\\restrict \n", "psql meta-command in SQL", "a.sql:5:1");
    check_refusal("\\restricted aB3x\n", "psql meta-command in SQL", "a.sql:5:1");
    CHECK(refusal("\\connect db\n").hint() ==
          "pgmend uses the database of --database: dump without --create");
}

TEST_CASE("psql's variables are errors, slices of arrays are not") {
    check_refusal("SELECT 1;\nSELECT 'é' FROM :tbl", "psql variable :tbl in SQL", "a.sql:6:17");
    check_refusal("SELECT :'v'", "psql variable :'v' in SQL", "a.sql:5:8");
    check_refusal("SELECT a FROM :\"t\"", "psql variable :\"t\" in SQL", "a.sql:5:15");
    CHECK(accepted("SELECT a[1:n], a[:n], b::int, f(x := 1) FROM t"));
    CHECK(accepted("ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID, ADD CHECK (a[1:n] = 1)"));
}

TEST_CASE("COPY with psql's streams is an error, even with its data behind it") {
    check_refusal("SELECT 1;\nCOPY t (a) FROM stdin;\n1\tit's\n\\.\n",
                  "COPY with stdin is not allowed in a revision", "a.sql:6:1");
    check_refusal("COPY (SELECT 1 FROM t) TO STDOUT WITH (FORMAT csv)",
                  "COPY with stdout is not allowed in a revision", "a.sql:5:1");
    CHECK(accepted("COPY t FROM '/srv/t.csv'; COPY stdin FROM PROGRAM 'cat'; COPY t TO '/tmp/x'; COPY t ()"));
}

TEST_CASE("statements that open or end a transaction are errors") {
    check_refusal("\n BEGIN;", "BEGIN is not allowed in a revision", "a.sql:6:2");
    check_refusal("start transaction read only", "START TRANSACTION is not allowed in a revision",
                  "a.sql:5:1");
    check_refusal("SELECT 1; COMMIT", "COMMIT is not allowed in a revision", "a.sql:5:11");
    check_refusal("END;", "END is not allowed in a revision", "a.sql:5:1");
    check_refusal("ABORT", "ABORT is not allowed in a revision", "a.sql:5:1");
    check_refusal("ROLLBACK WORK AND CHAIN", "ROLLBACK is not allowed in a revision", "a.sql:5:1");
    check_refusal("PREPARE TRANSACTION 'x'", "PREPARE TRANSACTION is not allowed in a revision", "a.sql:5:1");
}

TEST_CASE("savepoints and what is already prepared are left alone") {
    CHECK(accepted("SAVEPOINT a; ROLLBACK TO a; ROLLBACK TRANSACTION TO SAVEPOINT a; RELEASE a"));
    CHECK(accepted("COMMIT PREPARED 'x'; ROLLBACK PREPARED 'x'; PREPARE q AS SELECT 1"));
    CHECK(accepted("DO $$ BEGIN PERFORM 1; COMMIT; END $$"));
}

TEST_CASE("a NUL byte is an error") {
    check_refusal(std::string_view("SELECT\0 1", 9), "NUL byte in SQL", "a.sql:5:7");
}

TEST_CASE("the first error of the text is the one that is told") {
    check_refusal("BEGIN;\nSELECT 'abc", "BEGIN is not allowed in a revision", "a.sql:5:1");
}
