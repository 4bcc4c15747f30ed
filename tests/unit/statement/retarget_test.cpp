#include "statement/retarget.hpp"

#include "statement/checksum.hpp"
#include "statement/split.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::statement;

namespace {

Statement only(const std::string& sql) {
    auto statements = split(sql, {.file = "a.sql", .line = 3});
    REQUIRE(statements.size() == 1);
    return statements[0];
}

std::string retargeted(const std::string& sql) {
    return retarget_relation(only(sql), "pg_temp.\"Twin\"");
}

std::vector<std::string> parts(const std::string& sql) {
    std::vector<std::string> result;
    for (const auto& statement : split_alter_table(only(sql)))
        result.push_back(statement.sql);
    return result;
}

using Sqls = std::vector<std::string>;

} // namespace

TEST_CASE("the target of CREATE TABLE is replaced, and nothing else") {
    CHECK(retargeted("CREATE TABLE t (a int, t text)") == "CREATE TABLE pg_temp.\"Twin\" (a int, t text)");
    CHECK(retargeted("create unlogged table if not exists \"S\" . \"My T\"(a int)") ==
          "create unlogged table if not exists pg_temp.\"Twin\"(a int)");
    CHECK(retargeted("CREATE TABLE /* t */ d.s.T -- t\n (a int REFERENCES t)") ==
          "CREATE TABLE /* t */ pg_temp.\"Twin\" -- t\n (a int REFERENCES t)");
    CHECK(retargeted("CREATE TABLE \"a\"\"b\" AS SELECT 1") == "CREATE TABLE pg_temp.\"Twin\" AS SELECT 1");
    CHECK(retargeted("CREATE TABLE p1 PARTITION OF p DEFAULT") ==
          "CREATE TABLE pg_temp.\"Twin\" PARTITION OF p DEFAULT");
}

TEST_CASE("the target of ALTER TABLE is replaced") {
    CHECK(retargeted("ALTER TABLE s.t ADD t int") == "ALTER TABLE pg_temp.\"Twin\" ADD t int");
    CHECK(retargeted("ALTER TABLE IF EXISTS ONLY t ADD t int") ==
          "ALTER TABLE IF EXISTS ONLY pg_temp.\"Twin\" ADD t int");
    CHECK(retargeted("ALTER TABLE t * ADD CONSTRAINT n NOT NULL a NOT VALID") ==
          "ALTER TABLE pg_temp.\"Twin\" * ADD CONSTRAINT n NOT NULL a NOT VALID");
}

TEST_CASE("the table of CREATE INDEX is replaced, not the index") {
    CHECK(retargeted("CREATE INDEX t ON t (t)") == "CREATE INDEX t ON pg_temp.\"Twin\" (t)");
    CHECK(retargeted("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"on\" ON ONLY s.t USING gin (a)") ==
          "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"on\" ON ONLY pg_temp.\"Twin\" USING gin (a)");
    CHECK(retargeted("CREATE INDEX ON t (a)") == "CREATE INDEX ON pg_temp.\"Twin\" (a)");
}

TEST_CASE("other objects that have their name behind CREATE are replaced too") {
    CHECK(retargeted("CREATE OR REPLACE VIEW s.v AS SELECT 1") ==
          "CREATE OR REPLACE VIEW pg_temp.\"Twin\" AS SELECT 1");
    CHECK(retargeted("CREATE MATERIALIZED VIEW v AS SELECT 1") ==
          "CREATE MATERIALIZED VIEW pg_temp.\"Twin\" AS SELECT 1");
    CHECK(retargeted("CREATE SEQUENCE IF NOT EXISTS q START 5") ==
          "CREATE SEQUENCE IF NOT EXISTS pg_temp.\"Twin\" START 5");
    CHECK(retargeted("CREATE TRIGGER x AFTER UPDATE OF a ON s.t FOR EACH ROW EXECUTE FUNCTION f()") ==
          "CREATE TRIGGER x AFTER UPDATE OF a ON pg_temp.\"Twin\" FOR EACH ROW EXECUTE FUNCTION f()");
}

TEST_CASE("a statement without a target cannot be retargeted") {
    CHECK_THROWS_AS(retargeted("SELECT 1"), pgmend::Error);
    CHECK_THROWS_AS(retargeted("ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b"), pgmend::Error);
    CHECK_THROWS_AS(retargeted("CREATE EXTENSION x"), pgmend::Error);
}

TEST_CASE("CONCURRENTLY is taken out") {
    CHECK(without_concurrently(only("CREATE INDEX CONCURRENTLY i ON t (a)")) == "CREATE INDEX i ON t (a)");
    CHECK(without_concurrently(only("DROP INDEX concurrently\n  i")) == "DROP INDEX i");
    CHECK(without_concurrently(only("ALTER TABLE t DETACH PARTITION p CONCURRENTLY")) ==
          "ALTER TABLE t DETACH PARTITION p");
    CHECK(without_concurrently(only("CREATE INDEX \"concurrently\" ON t (a)")) ==
          "CREATE INDEX \"concurrently\" ON t (a)");
}

TEST_CASE("IF NOT EXISTS is taken out") {
    CHECK(without_if_not_exists(only("CREATE TABLE IF NOT EXISTS t (a int)")) == "CREATE TABLE t (a int)");
    CHECK(without_if_not_exists(
              only("ALTER TABLE IF EXISTS t ADD IF NOT EXISTS a int, ADD COLUMN if not\nexists b int")) ==
          "ALTER TABLE IF EXISTS t ADD a int, ADD COLUMN b int");
    CHECK(without_if_not_exists(only("CREATE TABLE t AS SELECT 1 WHERE NOT EXISTS (SELECT 1)")) ==
          "CREATE TABLE t AS SELECT 1 WHERE NOT EXISTS (SELECT 1)");
}

TEST_CASE("several changes at once") {
    CHECK(rewritten(only("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)"),
                    {.relation = "x.y", .without_concurrently = true, .without_if_not_exists = true}) ==
          "CREATE INDEX i ON x.y (a)");
}

TEST_CASE("ALTER TABLE is split at the commas between its sub-commands") {
    CHECK(parts("ALTER TABLE IF EXISTS ONLY \"S\".t * ADD a numeric(10, 2) DEFAULT round(1, 2), -- b\n"
                "  ADD CONSTRAINT c FOREIGN KEY (a, b) REFERENCES u (a, b),\n"
                "  ALTER d SET DEFAULT ARRAY[1, 2], DROP e, ADD f text DEFAULT 'x, y'") ==
          Sqls{"ALTER TABLE IF EXISTS ONLY \"S\".t * ADD a numeric(10, 2) DEFAULT round(1, 2)",
               "ALTER TABLE IF EXISTS ONLY \"S\".t * ADD CONSTRAINT c FOREIGN KEY (a, b) REFERENCES u (a, b)",
               "ALTER TABLE IF EXISTS ONLY \"S\".t * ALTER d SET DEFAULT ARRAY[1, 2]",
               "ALTER TABLE IF EXISTS ONLY \"S\".t * DROP e",
               "ALTER TABLE IF EXISTS ONLY \"S\".t * ADD f text DEFAULT 'x, y'"});
}

TEST_CASE("the parts of an ALTER TABLE are statements of their own") {
    const auto whole =
        only("\n-- pgmend:retry 2\n  ALTER TABLE t ADD a int, DROP b, ADD CONSTRAINT n NOT NULL a NOT VALID");
    CHECK_FALSE(whole.parsed);
    const auto split_up = split_alter_table(whole);
    REQUIRE(split_up.size() == 3);
    CHECK(split_up[0].parsed);
    CHECK(split_up[0].effects ==
          std::vector<Effect>{
              {.verb = Verb::create,
               .object = {.kind = ObjectKind::column, .schema = {}, .name = "a", .relation = "t"}}});
    CHECK(split_up[1].effects.at(0).verb == Verb::drop);
    CHECK_FALSE(split_up[2].parsed);
    for (const auto& part : split_up) {
        CHECK(part.line == 5);
        CHECK(part.column == 3);
        CHECK(part.offset == whole.offset);
        CHECK(part.directives.retry == 2);
        CHECK(part.category == Category::ddl);
    }
}

TEST_CASE("what is not several sub-commands stays whole") {
    const auto single = only("ALTER TABLE t ADD a numeric(1, 2)");
    CHECK(split_alter_table(single) == std::vector<Statement>{single});
    for (const auto* sql : {"SELECT 1, 2", "ALTER TABLE ALL IN TABLESPACE a OWNED BY b, c SET TABLESPACE d",
                            "CREATE TABLE t (a int, b int)"})
        CHECK(parts(sql) == Sqls{sql});
}
