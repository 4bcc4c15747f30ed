#include "statement/split.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::statement;

namespace {

Statement only(const std::string& sql) {
    auto statements = split(sql, {});
    REQUIRE(statements.size() == 1);
    return statements[0];
}

} // namespace

TEST_CASE("what PostgreSQL refuses in a transaction block is known") {
    for (const auto* sql : {"CREATE INDEX CONCURRENTLY i ON t (a)",
                            "create unique index concurrently if not exists i on t (a)",
                            "CREATE /* x */ INDEX -- y\n CONCURRENTLY ON t (a)",
                            "DROP INDEX CONCURRENTLY IF EXISTS i",
                            "REINDEX INDEX CONCURRENTLY i",
                            "REINDEX (CONCURRENTLY) TABLE t",
                            "REINDEX (VERBOSE, CONCURRENTLY ON) TABLE t",
                            "REINDEX SCHEMA s",
                            "REINDEX DATABASE d",
                            "REINDEX SYSTEM d",
                            "VACUUM",
                            "VACUUM (ANALYZE) t",
                            "ALTER SYSTEM SET work_mem = '1GB'",
                            "ALTER SYSTEM RESET ALL",
                            "CREATE DATABASE d",
                            "DROP DATABASE d",
                            "CREATE TABLESPACE s LOCATION '/x'",
                            "DROP TABLESPACE s",
                            "ALTER DATABASE d SET TABLESPACE s",
                            "CLUSTER",
                            "CLUSTER VERBOSE",
                            "CLUSTER (VERBOSE)",
                            "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
                            "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p",
                            "DROP SUBSCRIPTION s",
                            "ALTER SUBSCRIPTION s REFRESH PUBLICATION",
                            "ALTER SUBSCRIPTION s SET PUBLICATION p",
                            "ALTER SUBSCRIPTION s ADD PUBLICATION p WITH (refresh = true)",
                            "ALTER SUBSCRIPTION s SET (failover = true)",
                            "COMMIT PREPARED 'x'",
                            "ROLLBACK PREPARED 'x'",
                            "DISCARD ALL",
                            "REPACK (CONCURRENTLY) t",
                            "REPACK",
                            "REPACK USING INDEX"}) {
        INFO(sql);
        CHECK_FALSE(only(sql).transactional);
    }
}

TEST_CASE("what looks like it but runs in a transaction block is known too") {
    for (const auto* sql : {"CREATE INDEX i ON t (a)",
                            "CREATE INDEX \"concurrently\" ON t (a)",
                            "DROP INDEX i",
                            "REINDEX TABLE t",
                            "REINDEX (CONCURRENTLY FALSE) TABLE t",
                            "REINDEX (CONCURRENTLY off) INDEX i",
                            "ANALYZE t",
                            "ALTER TYPE e ADD VALUE 'x'",
                            "ALTER DATABASE d SET work_mem = '1MB'",
                            "ALTER DATABASE d RENAME TO e",
                            "CLUSTER t",
                            "CLUSTER VERBOSE t USING i",
                            "CLUSTER (VERBOSE) t",
                            "ALTER TABLE t DETACH PARTITION p",
                            "ALTER TABLE t DETACH PARTITION p FINALIZE",
                            "ALTER TABLE t DROP COLUMN detach",
                            "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (create_slot = false)",
                            "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = 'off')",
                            "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)",
                            "ALTER SUBSCRIPTION s DISABLE",
                            "ALTER SUBSCRIPTION s SET (slot_name = NONE)",
                            "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
                            "DISCARD PLANS",
                            "ROLLBACK TO s",
                            "REPACK t",
                            "TRUNCATE t",
                            "CREATE FUNCTION f() RETURNS int RETURN 1"}) {
        INFO(sql);
        CHECK(only(sql).transactional);
    }
}

TEST_CASE("what stays behind in the session is known") {
    for (const auto* sql :
         {"SET search_path = a, b", "SET SESSION work_mem = '1MB'", "SET ROLE r",
          "SET SESSION AUTHORIZATION r", "SET TIME ZONE 'UTC'",
          "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "RESET ALL", "DISCARD TEMP",
          "SELECT set_config('search_path', '', false)", "SELECT pg_catalog.set_config('a', 'b', $1)",
          "WITH a AS (SELECT set_config('x', f(1, true), false)) SELECT 1", "LISTEN a",
          "PREPARE q AS SELECT 1", "CREATE TEMP TABLE x (a int)", "CREATE LOCAL TEMPORARY TABLE x (a int)",
          "CREATE OR REPLACE TEMP VIEW x AS SELECT 1", "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
          "SELECT pg_advisory_lock(1)", "LOAD 'auto_explain'"}) {
        INFO(sql);
        CHECK(only(sql).changes_session);
    }
}

TEST_CASE("what ends with the transaction leaves nothing behind") {
    for (const auto* sql :
         {"SET LOCAL search_path = a", "SET TRANSACTION READ ONLY", "SET CONSTRAINTS ALL DEFERRED",
          "SELECT set_config('search_path', f(1, false), true)", "SELECT pg_advisory_xact_lock(1)",
          "CREATE FUNCTION f() RETURNS int SET search_path = a RETURN 1", "CREATE TABLE temp (a int)",
          "DECLARE c CURSOR FOR SELECT 1", "ALTER ROLE r SET work_mem = '1MB'", "LOCK TABLE t",
          "SHOW work_mem"}) {
        INFO(sql);
        CHECK_FALSE(only(sql).changes_session);
    }
}

TEST_CASE("statements fall into categories") {
    for (const auto* sql : {"CREATE TABLE t (a int)", "ALTER TABLE t ADD a int", "DROP TABLE t",
                            "GRANT SELECT ON t TO r", "COMMENT ON TABLE t IS 'x'", "SELECT 1 INTO t",
                            "REINDEX TABLE t", "ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID"})
        CHECK(only(sql).category == Category::ddl);
    for (const auto* sql :
         {"INSERT INTO t VALUES (1)", "UPDATE t SET a = 1", "DELETE FROM t", "SELECT 1", "(SELECT 1)",
          "WITH a AS (SELECT 1) SELECT * FROM a", "DO $$ BEGIN END $$", "CALL p()", "TRUNCATE t",
          "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE", "VALUES (1)"})
        CHECK(only(sql).category == Category::data);
    for (const auto* sql : {"SET a.b = 1", "LOCK TABLE t", "SAVEPOINT s", "SHOW a.b"})
        CHECK(only(sql).category == Category::session);
    CHECK(only("FROBNICATE t").category == Category::unknown);
}
