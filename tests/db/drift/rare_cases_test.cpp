// What other tools' fixtures hardly touch, with pg_dump as the independent witness: where it finds two
// databases alike, nothing may be said of them, and the other way round.

#include "db/catalog/changes.hpp"
#include "db/support/database.hpp"
#include "db/support/pg_dump.hpp"
#include "drift/compare.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using Findings = std::vector<std::string>;

namespace {

drift::Source live(const test::Database& database) {
    return drift::live_source(database.dsn(), {}, "test");
}

Findings compared(const test::Database& expected, const test::Database& actual) {
    const auto result = drift::compare(live(expected), live(actual), {});
    CHECK(result.not_looked_at.empty());
    return test::finding_lines(result.diff);
}

/// Two ways to make a schema, and what must be said of the second.
struct Pair {
    std::string_view given; ///< on both sides
    std::string_view one;
    std::string_view other;
    Findings findings;
    bool witness_sees = true; ///< pg_dump does not tell a filled materialized view from an empty one
};

/// pg_dump must agree that the two are the same or are not.
void check_pair(const Pair& pair) {
    CAPTURE(pair.given, pair.one, pair.other);
    const test::Database one, other;
    for (const auto* side : {&one, &other}) {
        auto connection = side->connect();
        connection.run_script("SET client_min_messages = error");
        connection.run_script(pair.given);
        connection.run_script(side == &one ? pair.one : pair.other);
    }
    CHECK(compared(one, other) == pair.findings);
    const auto dump = test::dump_of(one.dsn());
    if (dump && pair.witness_sees)
        CHECK((*dump == *test::dump_of(other.dsn())) == pair.findings.empty());
}

constexpr std::string_view table = "CREATE TABLE t (a integer, b varchar(9), c text, r int4range)";
constexpr std::string_view parents =
    "CREATE TABLE p (a integer); CREATE TABLE q (b integer); CREATE TABLE z (c integer)";

} // namespace

TEST_CASE("IN on varchar is the same through two rounds of dump and reload, and a changed list is not") {
    const test::Database made;
    made.connect().run_script(
        "CREATE TABLE t (s varchar(9) CHECK (s IN ('a', 'b')), n integer);"
        "CREATE INDEX part ON t (n) WHERE s IN ('a', 'b');"
        "CREATE VIEW v AS SELECT n FROM t WHERE s IN ('a', 'b') AND s NOT IN ('c', 'd');"
        "CREATE POLICY p ON t USING (s IN ('a', 'b'));"
        "CREATE DOMAIN d AS varchar(9) CHECK (VALUE IN ('a', 'b'));"
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
        "CREATE TRIGGER w BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.s IN ('a', 'b')) EXECUTE FUNCTION f();"
        "CREATE RULE u AS ON DELETE TO t WHERE old.s IN ('a', 'b') DO INSTEAD NOTHING;"
        "CREATE TABLE g (s varchar(9), is_a boolean GENERATED ALWAYS AS (s IN ('a', 'b')) STORED)");
    const auto dump = test::dump_of(made.dsn());
    if (!dump) {
        WARN("skipped: no pg_dump for a server of this version");
        return;
    }
    const test::Database once, twice;
    test::restore(once.connect(), *dump);
    test::restore(twice.connect(), *test::dump_of(once.dsn()));
    // The texts do differ: without a second look this would be drift.
    CHECK(schema::diff(live(made).model, live(once).model).findings.size() >= 3);
    CHECK(compared(made, once) == Findings{});
    CHECK(compared(once, twice) == Findings{});
    CHECK(compared(made, twice) == Findings{});

    twice.connect().run_script("ALTER TABLE t DROP CONSTRAINT t_s_check, ADD CHECK (s IN ('a', 'b', 'c'));"
                               "DROP INDEX part; CREATE INDEX part ON t (n) WHERE s IN ('a')");
    CHECK(compared(made, twice) == Findings{"constraint public.t.t_s_check different definition",
                                            "index public.t.part different definition"});
}

TEST_CASE("storage and compression") {
    check_pair({table,
                "ALTER TABLE t ALTER c SET STORAGE EXTERNAL",
                "ALTER TABLE t ALTER c SET STORAGE MAIN",
                {"column public.t.c different storage"}});
    check_pair({table, "", "ALTER TABLE t ALTER c SET STORAGE EXTENDED", {}});
    if (test::Database().connect().server_version() >= 140000) {
        check_pair({table,
                    "",
                    "ALTER TABLE t ALTER c SET COMPRESSION pglz",
                    {"column public.t.c different compression"}});
        check_pair(
            {table,
             "",
             "ALTER TABLE t ALTER c SET COMPRESSION pglz; ALTER TABLE t ALTER c SET COMPRESSION default",
             {}});
    }
}

TEST_CASE("statistics objects and targets") {
    check_pair({table,
                "CREATE STATISTICS s (ndistinct) ON a, b FROM t",
                "CREATE STATISTICS s (mcv) ON a, b FROM t",
                {"statistics public.s different definition"}});
    check_pair({table,
                "CREATE STATISTICS s (mcv, ndistinct) ON b, a FROM t",
                "CREATE STATISTICS s (ndistinct, mcv) ON a, b FROM t",
                {}});
    check_pair({table,
                "CREATE STATISTICS s ON a, b FROM t",
                "CREATE STATISTICS s ON a, b FROM t; ALTER STATISTICS s SET STATISTICS 0",
                {"statistics public.s different target"}});
    check_pair(
        {table, "", "ALTER TABLE t ALTER a SET STATISTICS 0", {"column public.t.a different statistics"}});
    check_pair({table,
                "CREATE INDEX i ON t ((a + 1))",
                "CREATE INDEX i ON t ((a + 1)); ALTER INDEX i ALTER 1 SET STATISTICS 9",
                {"index public.t.i different statistics.1"}});
}

TEST_CASE("rules, exclusion constraints and event triggers") {
    check_pair({table,
                "CREATE RULE r AS ON UPDATE TO t DO ALSO NOTHING",
                "CREATE RULE r AS ON UPDATE TO t DO INSTEAD NOTHING",
                {"rule public.t.r different definition"}});
    check_pair({table,
                "CREATE RULE r AS ON UPDATE TO t DO ALSO NOTIFY t",
                "CREATE RULE r AS ON UPDATE TO t DO ALSO NOTIFY t; ALTER TABLE t ENABLE ALWAYS RULE r",
                {"rule public.t.r different enabled"}});
    check_pair({table,
                "ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING gist (r WITH &&)",
                "ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING gist (r WITH &&) WHERE (a > 0)",
                {"constraint public.t.x different definition"}});
    check_pair({table,
                "ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING gist (r WITH &&)",
                "CREATE INDEX x ON t USING gist (r)",
                {"constraint public.t.x missing", "index public.t.x different constraint",
                 "index public.t.x different definition"}});
    constexpr std::string_view function =
        "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$";
    check_pair({function,
                "CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION f()",
                "CREATE EVENT TRIGGER e ON sql_drop WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION f()",
                {"event_trigger e different tags"}});
    check_pair(
        {function,
         "CREATE EVENT TRIGGER e ON sql_drop WHEN TAG IN ('DROP VIEW', 'DROP TABLE') EXECUTE FUNCTION f()",
         "CREATE EVENT TRIGGER e ON sql_drop WHEN TAG IN ('DROP VIEW', 'DROP TABLE') EXECUTE FUNCTION f(); "
         "ALTER EVENT TRIGGER e DISABLE",
         {"event_trigger e different enabled"}});
}

TEST_CASE("casts, text search and operators") {
    constexpr std::string_view type =
        "CREATE TYPE pair AS (a integer, b integer);"
        "CREATE FUNCTION f(pair) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 1'";
    check_pair({type,
                "CREATE CAST (pair AS integer) WITH FUNCTION f(pair)",
                "CREATE CAST (pair AS integer) WITH FUNCTION f(pair) AS IMPLICIT",
                {"cast public.pair AS integer different context"}});
    check_pair({type,
                "CREATE CAST (pair AS integer) WITH FUNCTION f(pair)",
                "",
                {"cast public.pair AS integer missing"}});
    check_pair({"CREATE TEXT SEARCH CONFIGURATION c (COPY = english)",
                "ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR word WITH simple, english_stem",
                "ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR word WITH english_stem, simple",
                {"text_search_configuration public.c different mapping.word"}});
    check_pair({"",
                "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, Language = english)",
                "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = snowball, Language = german)",
                {"text_search_dictionary public.d different options"}});
    check_pair({"CREATE FUNCTION f(integer, integer) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true'",
                "CREATE OPERATOR ~~~ (LEFTARG = integer, RIGHTARG = integer, FUNCTION = f)",
                "CREATE OPERATOR ~~~ (LEFTARG = integer, RIGHTARG = integer, FUNCTION = f, RESTRICT = eqsel)",
                {"operator public.~~~(integer, integer) different restrict"}});
}

TEST_CASE("defaults of view columns, several parents, and whether a materialized view is filled") {
    check_pair({"CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a FROM t",
                "",
                "ALTER VIEW v ALTER a SET DEFAULT 7",
                {"column public.v.a different default"}});
    check_pair({parents,
                "CREATE TABLE c () INHERITS (p, q, z)",
                "CREATE TABLE c () INHERITS (p, z, q)",
                {"table public.c different inherits"}});
    check_pair({parents,
                "CREATE TABLE c (a integer, b integer) INHERITS (p, q)",
                "CREATE TABLE c (b integer) INHERITS (p); ALTER TABLE c INHERIT q",
                {"column public.c.a different inherited"}});
    check_pair({"CREATE TABLE t (a integer)",
                "CREATE MATERIALIZED VIEW m AS SELECT a FROM t WITH NO DATA",
                "CREATE MATERIALIZED VIEW m AS SELECT a FROM t",
                {"materialized_view public.m different populated"},
                false});
}

TEST_CASE("privileges that say what would hold without them are none") {
    check_pair({table, "", "GRANT ALL ON t TO CURRENT_USER", {}});
    check_pair({table, "", "REVOKE ALL ON t FROM PUBLIC", {}});
    check_pair({"CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
                "",
                "GRANT EXECUTE ON FUNCTION f() TO PUBLIC",
                {}});
    check_pair({"CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
                "",
                "REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC",
                {"function public.f() different acl.PUBLIC"}});
    check_pair({"CREATE SCHEMA s", "", "GRANT USAGE, CREATE ON SCHEMA s TO CURRENT_USER", {}});
}
