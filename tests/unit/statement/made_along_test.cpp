#include "statement/made_along.hpp"
#include "statement/split.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;

namespace {

std::size_t made_along(const std::string& sql) {
    return statement::relations_made_along(statement::split(sql, {.file = "f.sql", .line = 1}).front());
}

} // namespace

TEST_CASE("what comes with a table is counted") {
    CHECK(made_along("CREATE TABLE t (a int, b varchar(20), c numeric(9, 2), d timestamptz)") == 0);
    CHECK(made_along("CREATE TABLE t (a bigint PRIMARY KEY, b int UNIQUE, UNIQUE (a, b))") == 3);
    CHECK(made_along("CREATE TABLE t (a bigserial, b int GENERATED ALWAYS AS IDENTITY)") == 2);
    CHECK(made_along("CREATE TABLE t (a text, b jsonb)") == 2);
    CHECK(made_along("CREATE TABLE t (a int[])") == 2);
    CHECK(made_along("ALTER TABLE t ADD PRIMARY KEY (a), ADD COLUMN s serial, ADD COLUMN x text") == 2);
    CHECK(made_along("ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i, ADD CHECK (a > 0)") == 0);
    CHECK(made_along("INSERT INTO t VALUES (1)") == 0);
}
