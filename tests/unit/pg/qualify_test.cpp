#include "statement/qualify.hpp"

#include "sql/queries.hpp"

#include <catch2/catch.hpp>

using pgmend::statement::qualified;

TEST_CASE("names without a schema are taken from pg_catalog") {
    CHECK(qualified("SELECT count(*) FROM pg_class c WHERE c.oid = to_regclass($1)") ==
          "SELECT pg_catalog.count(*) FROM pg_catalog.pg_class c WHERE c.oid OPERATOR(pg_catalog.=) "
          "pg_catalog.to_regclass($1)");
    CHECK(qualified("SELECT a::text COLLATE \"C\", 'pg_proc'::regclass") ==
          "SELECT a::pg_catalog.text COLLATE pg_catalog.\"C\", 'pg_catalog.pg_proc'::pg_catalog.regclass");
}

TEST_CASE("relations that are no system's, and those of WITH, stay") {
    CHECK(qualified("WITH pg_own AS (SELECT 1) SELECT * FROM pg_own, t, s.t") ==
          "WITH pg_own AS (SELECT 1) SELECT * FROM pg_own, t, s.t");
}

TEST_CASE("what hides an operator is written by it") {
    const std::string equal = " OPERATOR(pg_catalog.=) ";
    CHECK(qualified("SELECT a IN ('x', 'y')") == "SELECT a" + equal + "'x' OR a" + equal + "'y'");
    CHECK(qualified("SELECT a NOT IN (1)") == "SELECT a OPERATOR(pg_catalog.<>) 1");
    CHECK(qualified("SELECT a IN (SELECT 1)") == "SELECT a" + equal + "ANY (SELECT 1)");
    CHECK(qualified("SELECT a LIKE 'x%'") == "SELECT a OPERATOR(pg_catalog.~~) 'x%'");
    CHECK(qualified("SELECT a BETWEEN 1 AND 2") ==
          "SELECT a OPERATOR(pg_catalog.>=) 1 AND a OPERATOR(pg_catalog.<=) 2");
    CHECK(qualified("SELECT CASE a WHEN 1 THEN 2 END") == "SELECT CASE WHEN a" + equal + "1 THEN 2 END");
    CHECK(qualified("SELECT nullif(a, 0)") == "SELECT CASE WHEN a" + equal + "0 THEN NULL ELSE a END");
    CHECK(qualified("SELECT a IS DISTINCT FROM b") ==
          "SELECT CASE WHEN a IS NULL THEN b IS NOT NULL WHEN b IS NULL THEN a IS NOT NULL ELSE a "
          "OPERATOR(pg_catalog.<>) b END");
}

TEST_CASE("the order in which operators are computed stays") {
    CHECK(qualified("SELECT a = b + 1 * c || d") ==
          "SELECT a OPERATOR(pg_catalog.=) ((b OPERATOR(pg_catalog.+) (1 OPERATOR(pg_catalog.*) c)) "
          "OPERATOR(pg_catalog.||) d)");
}

TEST_CASE("unnest of several arrays is the parser's own") {
    CHECK(qualified("SELECT n FROM unnest($1) u (n)") == "SELECT n FROM pg_catalog.unnest($1) u(n)");
    CHECK(qualified("SELECT n FROM unnest($1, $2) u (n, m)") == "SELECT n FROM unnest($1, $2) u(n, m)");
}

TEST_CASE("a join has to say what it compares") {
    CHECK_THROWS_WITH(qualified("SELECT FROM a JOIN b USING (c)"), Catch::Contains("ON"));
}

TEST_CASE("what is qualified already, and the schema to be, stay") {
    const auto once = qualified("SELECT max(id) FROM {schema}.ledger WHERE direction <> 'down'");
    CHECK(once ==
          "SELECT pg_catalog.max(id) FROM {schema}.ledger WHERE direction OPERATOR(pg_catalog.<>) 'down'");
    CHECK(qualified(once) == once);
}

TEST_CASE("every embedded query is qualified, or runs with a pinned search_path") {
    CHECK(pgmend::sql::maintain_table.find("pg_catalog.pg_total_relation_size") != std::string_view::npos);
    CHECK(pgmend::sql::catalog_pinned_settings.starts_with("SELECT pg_catalog.set_config"));
    for (const auto sql : {pgmend::sql::facts, pgmend::sql::existence, pgmend::sql::sync_merge,
                           pgmend::sql::relation_facts, pgmend::sql::blockers})
        CHECK(qualified(sql) == sql);
}
