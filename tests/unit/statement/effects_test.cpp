#include "statement/split.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

using namespace pgmend::statement;

namespace {

Statement only(const std::string& sql) {
    auto statements = split(sql, {});
    REQUIRE(statements.size() == 1);
    INFO(sql);
    REQUIRE(statements[0].parsed);
    return statements[0];
}

std::string kind_name(ObjectKind kind) {
    constexpr const char* names[] = {
        "schema",      "extension",         "type",    "domain", "sequence",   "table",
        "view",        "materialized_view", "index",   "column", "constraint", "function",
        "procedure",   "aggregate",         "trigger", "rule",   "policy",     "statistics",
        "publication", "comment",           "other"};
    return names[static_cast<int>(kind)];
}

std::string dotted(const std::string& schema, const std::string& name) {
    return schema.empty() ? name : schema + "." + name;
}

/// "create column c on s.t if_not_exists", to compare whole effects at a glance.
std::string to_text(const Effect& effect) {
    constexpr const char* verbs[] = {"create", "drop", "alter"};
    const auto& object = effect.object;
    auto text = fmt::format("{} {} {}", verbs[static_cast<int>(effect.verb)], kind_name(object.kind),
                            dotted(object.schema, object.name));
    if (!object.relation.empty())
        text += " on " + dotted(object.relation_schema, object.relation);
    for (const auto& [set, word] : {std::pair{effect.if_exists, " if_exists"},
                                    {effect.if_not_exists, " if_not_exists"},
                                    {effect.or_replace, " or_replace"},
                                    {effect.cascade, " cascade"},
                                    {effect.concurrently, " concurrently"}})
        text += set ? word : "";
    if (!effect.new_name.empty())
        text += " to " + effect.new_name;
    if (!effect.new_schema.empty())
        text += " into " + effect.new_schema;
    return text;
}

using Texts = std::vector<std::string>;

Texts effects_of(const std::string& sql) {
    Texts result;
    for (const auto& effect : only(sql).effects)
        result.push_back(to_text(effect));
    return result;
}

Texts relations_of(const std::string& sql) {
    Texts result;
    for (const auto& relation : only(sql).relations)
        result.push_back(kind_name(relation.kind) + " " + dotted(relation.schema, relation.name));
    return result;
}

void check_effects(const std::vector<std::pair<std::string, Texts>>& cases) {
    for (const auto& [sql, expected] : cases) {
        INFO(sql);
        CHECK(effects_of(sql) == expected);
    }
}

} // namespace

TEST_CASE("making a relation is an effect") {
    check_effects({
        {"CREATE TABLE s.T (a int)", {"create table s.t"}},
        {"CREATE TABLE IF NOT EXISTS \"T\" (a int)", {"create table T if_not_exists"}},
        {"CREATE UNLOGGED TABLE t AS SELECT 1", {"create table t"}},
        {"CREATE TABLE IF NOT EXISTS t AS SELECT 1", {"create table t if_not_exists"}},
        {"SELECT 1 INTO s.t", {"create table s.t"}},
        {"SELECT 1 INTO t UNION SELECT 2", {"create table t"}},
        {"CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)", {"create table p1"}},
        {"CREATE FOREIGN TABLE f (a int) SERVER s", {"create table f"}},
        {"CREATE OR REPLACE VIEW v AS SELECT 1", {"create view v or_replace"}},
        {"CREATE MATERIALIZED VIEW IF NOT EXISTS v AS SELECT 1",
         {"create materialized_view v if_not_exists"}},
        {"CREATE SEQUENCE IF NOT EXISTS s.q", {"create sequence s.q if_not_exists"}},
        {"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON s.t (a)",
         {"create index s.i on s.t if_not_exists concurrently"}},
        {"CREATE INDEX ON t (a)", {"create index  on t"}},
    });
}

TEST_CASE("what is temporary, or only reads, has no effect") {
    check_effects({
        {"CREATE TEMP TABLE t (a int)", {}},
        {"CREATE TABLE pg_temp.t (a int)", {}},
        {"CREATE TEMP VIEW v AS SELECT 1", {}},
        {"CREATE TEMP SEQUENCE q", {}},
        {"CREATE TEMP TABLE t AS SELECT 1", {}},
        {"SELECT 1", {}},
        {"INSERT INTO t VALUES (1)", {}},
        {"GRANT SELECT ON t, s.u TO r", {"alter table t", "alter table s.u"}},
        {"GRANT EXECUTE ON FUNCTION s.f(int) TO r", {"alter function s.f"}},
        {"GRANT SELECT ON ALL TABLES IN SCHEMA s TO r", {}},
        {"GRANT r TO q", {}},
    });
}

TEST_CASE("making other objects is an effect") {
    check_effects({
        {"CREATE SCHEMA IF NOT EXISTS a", {"create schema a if_not_exists"}},
        {"CREATE SCHEMA AUTHORIZATION joe", {"create schema joe"}},
        {"CREATE EXTENSION IF NOT EXISTS pg_trgm", {"create extension pg_trgm if_not_exists"}},
        {"CREATE TYPE s.c AS (a int)", {"create type s.c"}},
        {"CREATE TYPE e AS ENUM ('a')", {"create type e"}},
        {"CREATE TYPE r AS RANGE (subtype = int4)", {"create type r"}},
        {"CREATE DOMAIN s.d AS int CHECK (value > 0)", {"create domain s.d"}},
        {"CREATE OR REPLACE FUNCTION s.f(a int) RETURNS int RETURN 1", {"create function s.f or_replace"}},
        {"CREATE PROCEDURE p() LANGUAGE sql AS ''", {"create procedure p"}},
        {"CREATE AGGREGATE g (int) (sfunc = f, stype = int)", {"create aggregate g"}},
        {"CREATE TRIGGER x BEFORE INSERT ON s.t FOR EACH ROW EXECUTE FUNCTION f()",
         {"create trigger x on s.t"}},
        {"CREATE OR REPLACE RULE r AS ON INSERT TO t DO NOTHING", {"create rule r on t or_replace"}},
        {"CREATE POLICY p ON t USING (true)", {"create policy p on t"}},
        {"CREATE STATISTICS IF NOT EXISTS s.x ON a, b FROM t", {"create statistics s.x if_not_exists"}},
        {"CREATE PUBLICATION p FOR ALL TABLES", {"create publication p"}},
        {"CREATE COLLATION c FROM \"C\"", {"create other c"}},
        {"CREATE ROLE r", {"create other r"}},
    });
}

TEST_CASE("a schema made with its contents has the effects of all") {
    check_effects(
        {{"CREATE SCHEMA a CREATE TABLE t (a int) CREATE INDEX i ON t (a) CREATE VIEW b.v AS SELECT 1",
          {"create schema a", "create table a.t", "create index a.i on a.t", "create view b.v"}}});
}

TEST_CASE("each sub-command of ALTER TABLE is an effect") {
    check_effects({
        {"ALTER TABLE s.t ADD COLUMN a int, ADD IF NOT EXISTS b int, DROP COLUMN c, DROP IF EXISTS d CASCADE",
         {"create column a on s.t", "create column b on s.t if_not_exists", "drop column c on s.t",
          "drop column d on s.t if_exists cascade"}},
        {"ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID, ADD PRIMARY KEY (a), DROP CONSTRAINT IF "
         "EXISTS d, "
         "VALIDATE CONSTRAINT e, ALTER CONSTRAINT f DEFERRABLE",
         {"create constraint c on t", "create constraint  on t", "drop constraint d on t if_exists",
          "alter constraint e on t", "alter constraint f on t"}},
        {"ALTER TABLE t ALTER a TYPE text, ALTER b SET DEFAULT 1, ALTER c SET NOT NULL, ALTER d DROP NOT "
         "NULL, "
         "ALTER e SET STATISTICS 5",
         {"alter column a on t", "alter column b on t", "alter column c on t", "alter column d on t",
          "alter column e on t"}},
        {"ALTER TABLE IF EXISTS ONLY t OWNER TO r, SET (fillfactor = 70), ADD c int",
         {"alter table t if_exists", "alter table t if_exists", "create column c on t if_exists"}},
        {"ALTER TABLE t DETACH PARTITION p CONCURRENTLY", {"alter table t concurrently"}},
        {"ALTER INDEX i SET (fillfactor = 70)", {"alter index i"}},
        {"ALTER VIEW v ALTER COLUMN a SET DEFAULT 1", {"alter column a on v"}},
        {"ALTER MATERIALIZED VIEW v SET (autovacuum_enabled = off)", {"alter materialized_view v"}},
        {"ALTER TYPE s.c ADD ATTRIBUTE a int, DROP ATTRIBUTE b", {"alter type s.c", "alter type s.c"}},
    });
}

TEST_CASE("altering other objects is an effect") {
    check_effects({
        {"ALTER SEQUENCE IF EXISTS q RESTART", {"alter sequence q if_exists"}},
        {"ALTER TYPE e ADD VALUE 'x'", {"alter type e"}},
        {"ALTER DOMAIN s.d ADD CONSTRAINT c CHECK (value > 0)", {"create constraint c on s.d"}},
        {"ALTER DOMAIN d DROP CONSTRAINT IF EXISTS c", {"drop constraint c on d if_exists"}},
        {"ALTER DOMAIN d VALIDATE CONSTRAINT c", {"alter constraint c on d"}},
        {"ALTER DOMAIN d SET DEFAULT 1", {"alter domain d"}},
        {"ALTER FUNCTION s.f(int) STABLE", {"alter function s.f"}},
        {"ALTER FUNCTION f OWNER TO r", {"alter function f"}},
        {"ALTER POLICY p ON t USING (true)", {"alter policy p on t"}},
        {"ALTER EXTENSION x UPDATE", {"alter extension x"}},
        {"ALTER PUBLICATION p ADD TABLE t", {"alter publication p"}},
        {"ALTER STATISTICS s.x SET STATISTICS 5", {"alter statistics s.x"}},
        {"ALTER TABLE s.t SET SCHEMA u", {"alter table s.t into u"}},
        {"COMMENT ON COLUMN s.t.c IS 'x'", {"alter comment c on s.t"}},
        {"COMMENT ON TABLE s.t IS NULL", {"alter comment s.t"}},
        {"REINDEX (CONCURRENTLY) INDEX i", {"alter index i concurrently"}},
        {"REFRESH MATERIALIZED VIEW CONCURRENTLY v", {"alter materialized_view v concurrently"}},
    });
}

TEST_CASE("renaming says the new name") {
    check_effects({
        {"ALTER TABLE IF EXISTS s.t RENAME TO u", {"alter table s.t if_exists to u"}},
        {"ALTER TABLE s.t RENAME COLUMN a TO b", {"alter column a on s.t to b"}},
        {"ALTER TABLE t RENAME CONSTRAINT a TO b", {"alter constraint a on t to b"}},
        {"ALTER INDEX i RENAME TO j", {"alter index i to j"}},
        {"ALTER SCHEMA a RENAME TO b", {"alter schema a to b"}},
        {"ALTER TYPE s.e RENAME TO f", {"alter type s.e to f"}},
        {"ALTER TYPE c RENAME ATTRIBUTE a TO b", {"alter type c"}},
        {"ALTER DOMAIN s.d RENAME CONSTRAINT a TO b", {"alter constraint a on s.d to b"}},
        {"ALTER TRIGGER x ON s.t RENAME TO y", {"alter trigger x on s.t to y"}},
        {"ALTER POLICY x ON s.t RENAME TO y", {"alter policy x on s.t to y"}},
        {"ALTER FUNCTION f(int) RENAME TO g", {"alter function f to g"}},
    });
}

TEST_CASE("dropping is an effect for each name") {
    check_effects({
        {"DROP TABLE IF EXISTS a, s.b CASCADE",
         {"drop table a if_exists cascade", "drop table s.b if_exists cascade"}},
        {"DROP INDEX CONCURRENTLY s.i", {"drop index s.i concurrently"}},
        {"DROP VIEW v", {"drop view v"}},
        {"DROP MATERIALIZED VIEW v", {"drop materialized_view v"}},
        {"DROP SEQUENCE s.q", {"drop sequence s.q"}},
        {"DROP TYPE s.t", {"drop type s.t"}},
        {"DROP DOMAIN d", {"drop domain d"}},
        {"DROP FUNCTION s.f(int, text), g", {"drop function s.f", "drop function g"}},
        {"DROP PROCEDURE p", {"drop procedure p"}},
        {"DROP AGGREGATE a(int)", {"drop aggregate a"}},
        {"DROP SCHEMA a CASCADE", {"drop schema a cascade"}},
        {"DROP EXTENSION x", {"drop extension x"}},
        {"DROP TRIGGER IF EXISTS x ON s.t", {"drop trigger x on s.t if_exists"}},
        {"DROP RULE x ON t", {"drop rule x on t"}},
        {"DROP POLICY x ON s.t", {"drop policy x on s.t"}},
        {"DROP STATISTICS s.x", {"drop statistics s.x"}},
        {"DROP PUBLICATION p", {"drop publication p"}},
        {"DROP CAST (int AS text)", {}},
    });
}

TEST_CASE("every relation that is named is listed once") {
    CHECK(relations_of(
              "SELECT * FROM a JOIN s.b ON true, (SELECT 1 FROM c WHERE EXISTS (SELECT 1 FROM a)) x") ==
          Texts{"table a", "table s.b", "table c"});
    CHECK(relations_of("WITH q AS (SELECT 1 FROM a) INSERT INTO t SELECT * FROM q JOIN s.q ON true") ==
          Texts{"table t", "table s.q", "table a"});
    CHECK(relations_of("CREATE TABLE t (a int REFERENCES s.p (a))") == Texts{"table t", "table s.p"});
    CHECK(relations_of("CREATE VIEW v AS SELECT 1 FROM t") == Texts{"view v", "table t"});
    CHECK(relations_of("CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()") ==
          Texts{"table t"});
    CHECK(relations_of("ALTER TABLE t ATTACH PARTITION p DEFAULT") == Texts{"table t", "table p"});
    CHECK(relations_of("DROP TABLE a, s.b") == Texts{"table a", "table s.b"});
    CHECK(relations_of("DROP TRIGGER x ON s.t") == Texts{"table s.t"});
    CHECK(relations_of("COMMENT ON COLUMN s.t.c IS 'x'") == Texts{"table s.t"});
    CHECK(relations_of("COMMENT ON VIEW s.v IS 'x'") == Texts{"table s.v"});
    CHECK(relations_of("ALTER INDEX i RENAME TO j").empty());
    CHECK(relations_of("CREATE TYPE c AS (a int)").empty());
    CHECK(relations_of("TRUNCATE a, b") == Texts{"table a", "table b"});
    CHECK(relations_of("CREATE TEMP TABLE x (a int)") == Texts{"table x"});
}
