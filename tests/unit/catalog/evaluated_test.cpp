#include "catalog/evaluated.hpp"

#include <catch2/catch.hpp>

using pgmend::catalog::computes_own_code;

TEST_CASE("an index, check or generated column computes the database's functions; a view does not") {
    CHECK(computes_own_code({"CREATE INDEX i ON pg_temp.t USING btree (((n + app.sly('x'::text))))"}));
    CHECK(computes_own_code({"CREATE INDEX i ON pg_temp.t USING btree (n) WHERE (n OPERATOR(app.=) 5)"}));
    CHECK(computes_own_code({"ALTER TABLE t ADD CONSTRAINT c CHECK (('a'::app.kind = kind))"}));
    CHECK(computes_own_code({"ALTER TABLE t ADD COLUMN g int GENERATED ALWAYS AS (app.f(1)) STORED"}));
    CHECK_FALSE(computes_own_code({"CREATE INDEX i ON pg_temp.t USING btree (lower(name))"}));
    CHECK_FALSE(computes_own_code({"CREATE TEMPORARY VIEW v AS SELECT app.sly('x'::text) AS n"}));
    CHECK_FALSE(computes_own_code({"ALTER TABLE t ALTER COLUMN c SET DEFAULT app.f()"}));
    CHECK(computes_own_code({"CREATE SOMETHING NEWER"}));
}
