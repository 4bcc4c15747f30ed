#include "lint/lint.hpp"
#include "statement/split.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <set>

using namespace pgmend;

namespace {

std::vector<lint::Finding> findings(const std::string& sql, const lint::Section& section = {}) {
    return lint::lint(section, statement::split(sql, {.file = "f.sql", .line = 1}), "f.sql");
}

bool violates(const std::string& rule, const std::string& sql, const lint::Section& section = {}) {
    const auto found = findings(sql, section);
    return std::ranges::any_of(found, [&](const auto& one) { return one.rule == rule; });
}

struct Example {
    std::string rule;
    std::string bad;
    std::string good;
};

const std::vector<Example>& examples() {
    static const std::vector<Example> all{
        {"add-column-volatile-default", "ALTER TABLE t ADD COLUMN c uuid DEFAULT gen_random_uuid()",
         "ALTER TABLE t ADD COLUMN c timestamptz DEFAULT now()"},
        {"add-column-volatile-default", "ALTER TABLE t ADD c int, ADD d float8 DEFAULT random() * 2",
         "ALTER TABLE t ADD COLUMN c text DEFAULT 'a'::text"},
        {"add-column-serial", "ALTER TABLE t ADD COLUMN c bigserial", "ALTER TABLE t ADD COLUMN c bigint"},
        {"add-column-serial", "ALTER TABLE t ADD c int GENERATED ALWAYS AS IDENTITY",
         "CREATE TABLE t (c serial)"},
        {"add-column-stored", "ALTER TABLE t ADD c int GENERATED ALWAYS AS (a + 1) STORED",
         "CREATE TABLE t (a int, c int GENERATED ALWAYS AS (a + 1) STORED)"},
        {"add-column-check", "ALTER TABLE t ADD c int CHECK (c > 0)", "ALTER TABLE t ADD c int"},
        {"add-column-unique", "ALTER TABLE t ADD c int UNIQUE", "ALTER TABLE t ADD c int"},
        {"add-column-references", "ALTER TABLE t ADD c int REFERENCES p", "ALTER TABLE t ADD c int"},
        {"add-column-required", "ALTER TABLE t ADD c int NOT NULL",
         "ALTER TABLE t ADD c int NOT NULL DEFAULT 1"},
        {"set-not-null", "ALTER TABLE t ALTER c SET NOT NULL",
         "CREATE TABLE t (c int); ALTER TABLE t ALTER c SET NOT NULL"},
        {"change-column-type", "ALTER TABLE t ALTER c TYPE bigint", "ALTER TABLE t ALTER c SET DEFAULT 1"},
        {"change-collation", "ALTER TABLE t ALTER c TYPE text COLLATE \"C\"",
         "ALTER TABLE t ALTER c TYPE text"},
        {"add-foreign-key", "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p",
         "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p NOT VALID"},
        {"add-check", "ALTER TABLE t ADD CHECK (a > 0)", "ALTER TABLE t ADD CHECK (a > 0) NOT VALID"},
        {"add-unique", "ALTER TABLE t ADD UNIQUE (a)", "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i"},
        {"add-unique", "ALTER TABLE t ADD PRIMARY KEY (a, b)",
         "CREATE TABLE t (a int); ALTER TABLE t ADD PRIMARY KEY (a)"},
        {"primary-key-using-index", "ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX i",
         "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i"},
        {"add-exclusion", "ALTER TABLE t ADD EXCLUDE USING gist (r WITH &&)",
         "ALTER TABLE t ADD CHECK (a > 0)"},
        {"create-index", "CREATE UNIQUE INDEX i ON t (a)", "CREATE INDEX CONCURRENTLY i ON t (a)"},
        {"create-index", "CREATE INDEX ON s.t (a)", "CREATE TABLE s.t (a int); CREATE INDEX ON s.t (a)"},
        {"drop-index", "DROP INDEX i", "DROP INDEX CONCURRENTLY i"},
        {"reindex", "REINDEX TABLE t", "REINDEX TABLE CONCURRENTLY t"},
        {"create-table-references", "CREATE TABLE c (p int REFERENCES p)",
         "CREATE TABLE c (id int PRIMARY KEY, up int REFERENCES c)"},
        {"create-table-references", "CREATE TABLE c (p int, FOREIGN KEY (p) REFERENCES p)",
         "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p)"},
        {"validate-in-same-transaction",
         "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT k",
         "ALTER TABLE t VALIDATE CONSTRAINT k"},
        {"ddl-and-data", "ALTER TABLE t ADD c int; UPDATE t SET c = 1 WHERE id < 10",
         "UPDATE t SET c = 1 WHERE id < 10; ALTER TABLE t ADD c int"},
        {"ddl-and-data", "ALTER TABLE t ADD c int; INSERT INTO u SELECT * FROM t",
         "ALTER TABLE t ADD c int; INSERT INTO u VALUES (1)"},
        {"unbounded-change", "DELETE FROM t", "DELETE FROM t WHERE id < 5"},
        {"unbounded-change", "UPDATE t SET a = 1", "CREATE TABLE t (a int); UPDATE t SET a = 1"},
        {"rename-column", "ALTER TABLE t RENAME a TO b", "ALTER INDEX i RENAME TO j"},
        {"rename-table", "ALTER TABLE t RENAME TO u", "ALTER TABLE t RENAME CONSTRAINT a TO b"},
        {"drop-column", "ALTER TABLE t DROP COLUMN a", "ALTER TABLE t DROP CONSTRAINT a"},
        {"drop-table", "DROP TABLE t", "DROP VIEW v"},
        {"drop-schema", "DROP SCHEMA s CASCADE", "DROP SCHEMA s"},
        {"version-table", "CREATE TABLE IF NOT EXISTS alembic_version (version_num varchar(32) NOT NULL)",
         "SELECT * FROM alembic_version"},
        {"version-table", "INSERT INTO public.alembic_version VALUES ('a')",
         "INSERT INTO other.alembic_version VALUES ('a')"},
        {"create-database", "CREATE DATABASE d", "CREATE SCHEMA d"},
        {"drop-database", "DROP DATABASE d", "DROP TABLE d"},
        {"truncate", "TRUNCATE t CASCADE", "CREATE TABLE t (a int); TRUNCATE t"},
        {"rewrite-table", "ALTER TABLE t SET UNLOGGED", "ALTER TABLE t SET (fillfactor = 70)"},
        {"rewrite-table", "VACUUM FULL t", "VACUUM t"},
        {"rewrite-table", "CLUSTER t USING i", "ALTER TABLE t CLUSTER ON i"},
        {"refresh-materialized-view", "REFRESH MATERIALIZED VIEW v",
         "REFRESH MATERIALIZED VIEW CONCURRENTLY v"},
        {"enum-value-in-use", "ALTER TYPE e ADD VALUE 'x'; INSERT INTO t VALUES ('x')",
         "ALTER TYPE e ADD VALUE 'x'; INSERT INTO t VALUES ('y')"},
        {"rename-enum-value", "ALTER TYPE e RENAME VALUE 'a' TO 'b'", "ALTER TYPE e ADD VALUE 'b'"},
        {"enum-value-order", "ALTER TYPE e ADD VALUE 'b'", "ALTER TYPE e ADD VALUE 'b' AFTER 'a'"},
        {"domain-constraint", "ALTER DOMAIN d ADD CHECK (VALUE > 0)",
         "ALTER DOMAIN d ADD CHECK (VALUE > 0) NOT VALID"},
        {"create-domain-constraint", "CREATE DOMAIN d AS int CHECK (VALUE > 0)", "CREATE DOMAIN d AS int"},
        {"attach-partition", "ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1)",
         "CREATE TABLE p (a int); ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1)"},
        {"create-partition", "CREATE TABLE p PARTITION OF t FOR VALUES IN (1)", "CREATE TABLE p (LIKE t)"},
        {"detach-partition", "ALTER TABLE t DETACH PARTITION p",
         "ALTER TABLE t DETACH PARTITION p CONCURRENTLY"},
        {"lock-table", "LOCK TABLE t", "LOCK TABLE t IN SHARE MODE"},
        {"index-options", "ALTER INDEX i SET (fastupdate = off)", "ALTER INDEX i SET (fillfactor = 90)"},
        {"drop-not-null", "ALTER TABLE t ALTER a DROP NOT NULL", "ALTER TABLE t ALTER a DROP DEFAULT"},
        {"drop-constraint", "ALTER TABLE t DROP CONSTRAINT f", "ALTER TABLE t DROP COLUMN f"},
        {"trigger", "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
         "CREATE TABLE t (a int); CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()"},
        {"char-type", "CREATE TABLE t (a char(3))", "CREATE TABLE t (a varchar(3))"},
        {"small-key", "CREATE TABLE t (a serial PRIMARY KEY)",
         "CREATE TABLE t (a bigserial PRIMARY KEY, b int)"},
        {"timestamp-without-zone", "CREATE TABLE t (a timestamp)", "CREATE TABLE t (a timestamptz)"},
        {"identifier-too-long", "CREATE TABLE " + std::string(64, 'x') + " (a int)",
         "CREATE TABLE " + std::string(63, 'x') + " (a int)"},
        {"session-setting", "SET work_mem = '1GB'", "SET LOCAL work_mem = '1GB'"},
        {"unknown-statement", "ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID", "SELECT 1"},
    };
    return all;
}

} // namespace

TEST_CASE("each lint rule speaks of what is dangerous, and is silent on what is not") {
    for (const auto& [rule, bad, good] : examples()) {
        INFO(rule << "\nbad:  " << bad << "\ngood: " << good);
        CHECK(violates(rule, bad));
        CHECK_FALSE(violates(rule, good));
    }
}

TEST_CASE("each lint rule has an example here and a page in the manual") {
    std::ifstream file(std::string(PGMEND_SOURCE_DIR) + "/docs/lint.md");
    const std::string page(std::istreambuf_iterator<char>(file), {});
    std::set<std::string> shown;
    for (const auto& example : examples())
        shown.insert(example.rule);
    for (const auto& rule : lint::rules()) {
        INFO(rule.id);
        CHECK(shown.contains(std::string(rule.id)));
        CHECK(page.find("### " + std::string(rule.id) + "\n") != std::string::npos);
    }
}

TEST_CASE("the safe way is itself without that hazard") {
    for (const auto* sql : {"ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p",
                            "ALTER TABLE s.\"T\" ADD CHECK (a > 0)", "CREATE UNIQUE INDEX i ON t (a)",
                            "DROP INDEX s.i", "ALTER TABLE t ADD UNIQUE (a, \"B\")"}) {
        INFO(sql);
        const auto found = findings(sql);
        REQUIRE(found.size() == 1);
        INFO(found[0].instead);
        const auto statements = statement::split(found[0].instead, {.file = "instead.sql", .line = 1});
        REQUIRE_FALSE(statements.empty());
        for (const auto& statement : statements)
            CHECK(statement.parsed);
        CHECK_FALSE(violates(found[0].rule, found[0].instead));
    }
}

TEST_CASE("pgmend:allow silences the rules that it names, for one statement") {
    CHECK_FALSE(violates("create-index", "-- pgmend:allow create-index\nCREATE INDEX i ON t (a)"));
    CHECK(violates("create-index", "-- pgmend:allow drop-index, add-check\nCREATE INDEX i ON t (a)"));
    CHECK(violates("create-index",
                   "-- pgmend:allow create-index\nCREATE INDEX i ON t (a); CREATE INDEX j ON t (b)"));
}

TEST_CASE("pgmend:allow with an unknown rule is an error with its line") {
    try {
        findings("SELECT 1;\n-- pgmend:allow creat-index\nCREATE INDEX i ON t (a)");
        FAIL("no error");
    } catch (const UsageError& error) {
        CHECK(error.message() == "unknown lint rule 'creat-index'; did you mean 'create-index'?");
        CHECK(error.location() == SourceLocation{.file = "f.sql", .line = 2});
    }
}

TEST_CASE("pgmend:allow may name what is for the migrator") {
    CHECK_FALSE(violates("create-index", "-- pgmend:allow if-not-exists, create-index\n"
                                         "CREATE INDEX IF NOT EXISTS i ON t (a)"));
    CHECK(violates("create-index", "-- pgmend:allow if-not-exists\nCREATE INDEX IF NOT EXISTS i ON t (a)"));
    try {
        findings("-- pgmend:allow if-not-exist\nCREATE INDEX IF NOT EXISTS i ON t (a)");
        FAIL("no error");
    } catch (const UsageError& error) {
        CHECK(error.message() == "unknown lint rule 'if-not-exist'; did you mean 'if-not-exists'?");
    }
}

TEST_CASE("a finding has the place of its statement") {
    const auto found = findings("SELECT 1;\n\n  DROP INDEX i;");
    REQUIRE(found.size() == 1);
    CHECK(found[0].location == SourceLocation{.file = "f.sql", .line = 3, .column = 3});
    CHECK(found[0].sql == "DROP INDEX i");
    CHECK(found[0].severity == lint::Severity::warning);
}

TEST_CASE("statements outside of a transaction do not keep each other's locks") {
    const auto sql = "ALTER TABLE t ADD c int; UPDATE t SET c = 1 WHERE id < 10";
    CHECK_FALSE(violates("ddl-and-data", sql, {.transaction = false}));
}

TEST_CASE("the way down may drop what the way up has made") {
    CHECK_FALSE(violates("drop-table", "DROP TABLE t", {.reverting = true}));
    CHECK_FALSE(violates("drop-column", "ALTER TABLE t DROP COLUMN c", {.reverting = true}));
}

TEST_CASE("the advice is for the server at hand") {
    const auto sql = "ALTER TABLE t ALTER c SET NOT NULL";
    CHECK(findings(sql, {.server_major = 15})[0].instead.find("CHECK (c IS NOT NULL) NOT VALID") !=
          std::string::npos);
    CHECK(findings(sql, {.server_major = 18})[0].instead.find("NOT NULL c NOT VALID") != std::string::npos);
}

TEST_CASE("what the catalog knows makes the rules sure") {
    statement::Facts facts{.server_major = 15};
    facts.relations[{"", "t"}] = {
        .name = "public.t", .rows = 1000000, .bytes = 1LL << 30, .not_null = {{"c", true}}};
    lint::Section section{.facts = &facts};
    CHECK_FALSE(violates("set-not-null", "ALTER TABLE t ALTER c SET NOT NULL", section));
    facts.relations[{"", "t"}].not_null["c"] = false;
    CHECK(violates("set-not-null", "ALTER TABLE t ALTER c SET NOT NULL", section));
    CHECK(findings("CREATE INDEX i ON t (c)", section)[0].severity == lint::Severity::error);
    facts.relations[{"", "t"}].bytes = 8192;
    CHECK(findings("CREATE INDEX i ON t (c)", section)[0].severity == lint::Severity::info);
}
