#include "db/migrate/decide_cases.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;

namespace {

const std::vector<test::Case> views_and_routines = {
    // views
    {"",
     "CREATE VIEW v AS SELECT * FROM p",
     {"CREATE VIEW v AS SELECT id, \"Mixed\" FROM public.p", "CREATE VIEW v AS SELECT p.* FROM p"},
     {"CREATE VIEW v AS SELECT id FROM p", "CREATE VIEW v AS SELECT * FROM p WHERE id > 0",
      "CREATE VIEW v WITH (security_barrier) AS SELECT * FROM p", "CREATE TABLE v (id int)",
      "CREATE MATERIALIZED VIEW v AS SELECT * FROM p"}},
    {"",
     "CREATE VIEW v (x) AS SELECT id FROM p",
     {"CREATE VIEW v AS SELECT id AS x FROM p"},
     {"CREATE VIEW v AS SELECT id FROM p"}},
    {"",
     "CREATE MATERIALIZED VIEW v AS SELECT id FROM p",
     {"CREATE MATERIALIZED VIEW v AS SELECT id FROM public.p WITH NO DATA"},
     {"CREATE MATERIALIZED VIEW v AS SELECT id + 1 AS id FROM p", "CREATE VIEW v AS SELECT id FROM p",
      "CREATE MATERIALIZED VIEW v WITH (fillfactor = 70) AS SELECT id FROM p"}},
    // routines
    {"",
     "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a'",
     {"CREATE FUNCTION public.f(a int4) RETURNS integer IMMUTABLE LANGUAGE sql AS $$SELECT a$$"},
     {"CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT a'",
      "CREATE FUNCTION f(a int) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT a::bigint'",
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + 1'",
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS 'SELECT a'",
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE SECURITY DEFINER AS 'SELECT a'",
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT a'",
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE COST 5 AS 'SELECT a'",
      "CREATE FUNCTION f(a int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a'",
      "CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT x'",
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE SET work_mem = '1MB' AS 'SELECT a'",
      "CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN a; END'",
      "CREATE FUNCTION f(a int) RETURNS SETOF int LANGUAGE sql IMMUTABLE AS 'SELECT a'"}},
    {"",
     "CREATE PROCEDURE f(a int) LANGUAGE sql AS 'SELECT 1'",
     {"CREATE PROCEDURE f(IN a integer) LANGUAGE sql AS $x$SELECT 1$x$"},
     {"CREATE PROCEDURE f(a int) LANGUAGE sql AS 'SELECT 2'",
      "CREATE PROCEDURE f(a int) LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"}},
    {"",
     "CREATE AGGREGATE g(int) (SFUNC = int4pl, STYPE = int)",
     {"CREATE AGGREGATE g(integer) (STYPE = int4, SFUNC = pg_catalog.int4pl)"},
     {"CREATE AGGREGATE g(int) (SFUNC = int4mul, STYPE = int)",
      "CREATE AGGREGATE g(int) (SFUNC = int4pl, STYPE = int, INITCOND = '1')"}},
};

} // namespace

TEST_CASE("views and routines are found absent, equal or different") {
    CHECK(test::check_creations(views_and_routines) >= 35);
}
