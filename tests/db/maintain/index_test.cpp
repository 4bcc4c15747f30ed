#include "maintain/index_advice.hpp"
#include "maintain/index_build.hpp"
#include "maintain/index_repair.hpp"

#include "db/support/database.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace pgmend;
using namespace pgmend::maintain;

namespace {

bool is_valid(pg::Connection& connection, const std::string& index) {
    const auto found =
        connection.run("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)", {index});
    return !found.empty() && found.get<bool>(0, 0);
}

std::string definition(pg::Connection& connection, const std::string& index) {
    return connection.run("SELECT pg_get_indexdef(to_regclass($1))", {index}).get<std::string>(0, 0);
}

IndexAction ensure(const test::Database& database, pg::Connection& connection, const IndexSpec& spec,
                   bool replace = false) {
    const auto plan = plan_index(connection, spec, {.replace = replace}, {});
    build_index(connection, database.dsn(), plan, {.replace = replace}, {}, {});
    return plan.action;
}

/// An INVALID index, as a failed concurrent build leaves it.
void leave_invalid(pg::Connection& connection, const std::string& name) {
    connection.run("INSERT INTO t VALUES (1000, 1, '{}'), (1001, 1, '{}')");
    CHECK_THROWS_AS(connection.run("CREATE UNIQUE INDEX CONCURRENTLY " + name + " ON t (k)"), pg::SqlError);
    connection.run("DELETE FROM t WHERE id >= 1000");
    CHECK_FALSE(is_valid(connection, name));
}

pg::Connection with_table(const test::Database& database) {
    auto connection = database.connect();
    connection.run_script("CREATE TABLE t (id int PRIMARY KEY, k int NOT NULL, data jsonb);"
                          "INSERT INTO t SELECT g, g, '{}' FROM generate_series(1, 100) g");
    return connection;
}

std::vector<std::string> advised(pg::Connection& connection, const std::string& kind) {
    std::vector<std::string> found;
    for (const auto& one : advise(connection, 7).advice)
        if (one.kind == kind)
            found.push_back(one.index);
    return found;
}

} // namespace

TEST_CASE("an index is built when it is missing, and nothing is done when it is there and equal") {
    const test::Database database;
    auto connection = with_table(database);
    const IndexSpec spec{.table = "t",
                         .name = "t_data",
                         .method = "gin",
                         .columns = "data jsonb_path_ops",
                         .with = "fastupdate = off"};
    CHECK(ensure(database, connection, spec) == IndexAction::build);
    CHECK(definition(connection, "t_data") ==
          "CREATE INDEX t_data ON public.t USING gin (data jsonb_path_ops) WITH (fastupdate=off)");
    CHECK(ensure(database, connection, spec) == IndexAction::nothing);
    const IndexSpec expression{.table = "t", .name = "e", .columns = "(k + 1)", .where = "k > 3"};
    CHECK(ensure(database, connection, expression) == IndexAction::build);
    CHECK(
        ensure(database, connection, {.table = "t", .name = "e", .columns = "( k+1 )", .where = "(k >3)"}) ==
        IndexAction::nothing);
}

TEST_CASE("an INVALID index is built again") {
    const test::Database database;
    auto connection = with_table(database);
    leave_invalid(connection, "t_k");
    CHECK(ensure(database, connection, {.table = "t", .name = "t_k", .columns = "k", .unique = true}) ==
          IndexAction::rebuild);
    CHECK(is_valid(connection, "t_k"));
}

TEST_CASE("a different index is a conflict, or is replaced under its name") {
    const test::Database database;
    auto connection = with_table(database);
    connection.run("CREATE INDEX t_k ON t (k DESC)");
    const IndexSpec spec{.table = "t", .name = "t_k", .columns = "k"};
    const auto plan = plan_index(connection, spec, {}, {});
    CHECK(plan.action == IndexAction::conflict);
    REQUIRE(plan.differences.size() == 1);
    CHECK(plan.differences.front().existing.find("DESC") != std::string::npos);
    CHECK(plan.differences.front().wanted.find("DESC") == std::string::npos);
    CHECK(ensure(database, connection, spec, true) == IndexAction::replace);
    CHECK(definition(connection, "t_k") == "CREATE INDEX t_k ON public.t USING btree (k)");
    CHECK(connection.run("SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass").get<int>(0, 0) == 2);
    CHECK_THROWS_AS(ensure(database, connection, {.table = "t", .name = "t_pkey", .columns = "k"}, true),
                    Error);
}

TEST_CASE("an index of another table is never the wished one") {
    const test::Database database;
    auto connection = with_table(database);
    connection.run_script("CREATE TABLE other (k int); CREATE INDEX mine ON other (k)");
    const auto plan =
        plan_index(connection, {.table = "t", .name = "mine", .columns = "k"}, {.replace = true}, {});
    CHECK(plan.action == IndexAction::conflict);
    REQUIRE(plan.differences.size() == 1);
    CHECK(plan.differences.front().attribute == "table");
}

TEST_CASE("a build that fails leaves nothing behind") {
    const test::Database database;
    auto connection = with_table(database);
    connection.run("INSERT INTO t VALUES (101, 100)");
    CHECK_THROWS_AS(
        ensure(database, connection, {.table = "t", .name = "once", .columns = "k", .unique = true}),
        pg::SqlError);
    CHECK(definition(connection, "once").empty());
    CHECK(connection.run("SHOW lock_timeout").get<std::string>(0, 0) == "0");
}

TEST_CASE("an index on a partitioned table is built on each partition and attached") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script("CREATE TABLE p (id int, part int) PARTITION BY LIST (part);"
                          "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);"
                          "CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2) PARTITION BY RANGE (id);"
                          "CREATE TABLE p2a PARTITION OF p2 FOR VALUES FROM (0) TO (10)");
    const IndexSpec spec{.table = "p", .name = "p_id", .columns = "id"};
    CHECK(ensure(database, connection, spec) == IndexAction::build);
    CHECK(is_valid(connection, "p_id"));
    CHECK(connection.run("SELECT count(*) FROM pg_partition_tree('p_id')").get<int>(0, 0) == 4);
    CHECK(ensure(database, connection, spec) == IndexAction::nothing);

    // As an interrupted build leaves it: the parent's is INVALID, one partition has its own.
    connection.run_script("DROP INDEX p_id; CREATE INDEX p_id ON ONLY p USING btree (id)");
    CHECK_FALSE(is_valid(connection, "p_id"));
    CHECK(ensure(database, connection, spec) == IndexAction::rebuild);
    CHECK(is_valid(connection, "p_id"));
}

TEST_CASE("partitions with long names get indexes of their own") {
    const test::Database database;
    auto connection = database.connect();
    const std::string stem(58, 'x');
    connection.run("CREATE TABLE p (id int) PARTITION BY LIST (id)");
    for (const auto* end : {"1", "2"})
        connection.run("CREATE TABLE " + stem + end + " PARTITION OF p FOR VALUES IN (" + end + ")");
    CHECK(ensure(database, connection, {.table = "p", .name = "p_id", .columns = "id"}) ==
          IndexAction::build);
    CHECK(is_valid(connection, "p_id"));
    CHECK(connection.run("SELECT max(length(relname)) FROM pg_class WHERE relkind = 'i' AND relname ~ '^x'")
              .get<int>(0, 0) <= 63);
}

TEST_CASE("advice names what is redundant, and keeps what does the work") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script(
        "CREATE TABLE a (id int PRIMARY KEY, b int, c text, d int);"
        "CREATE INDEX plain_beside_key ON a (id); CREATE INDEX prefix ON a (b); CREATE INDEX longer ON a (b, "
        "c);"
        "CREATE UNIQUE INDEX uniq ON a (d); CREATE INDEX plain_beside_unique ON a (d);"
        "CREATE INDEX same_1 ON a (c); CREATE INDEX same_2 ON a (c);"
        "CREATE INDEX other_order ON a (b DESC); CREATE INDEX partial ON a (b) WHERE c IS NULL;"
        "CREATE INDEX other_class ON a (c text_pattern_ops); CREATE UNIQUE INDEX uniq_prefix ON a (b) "
        "INCLUDE (d);"
        "CREATE INDEX expr_1 ON a (lower(c)); CREATE INDEX expr_2 ON a (upper(c))");
    CHECK(advised(connection, "redundant") == std::vector<std::string>{"public.plain_beside_key",
                                                                       "public.plain_beside_unique",
                                                                       "public.prefix", "public.same_2"});
}

TEST_CASE("advice names foreign keys without an index, and INVALID indexes") {
    const test::Database database;
    auto connection = with_table(database);
    connection.run_script(
        "CREATE TABLE r (id int PRIMARY KEY, t1 int CONSTRAINT bare REFERENCES t, t2 int REFERENCES t);"
        "CREATE INDEX ON r (t2, id)");
    leave_invalid(connection, "broken");
    CHECK(advised(connection, "missing") == std::vector<std::string>{"bare"});
    CHECK(advised(connection, "invalid") == std::vector<std::string>{"public.broken"});
}

TEST_CASE("repair builds INVALID indexes again and drops the leftovers of REINDEX CONCURRENTLY") {
    const test::Database database;
    auto connection = with_table(database);
    leave_invalid(connection, "broken");
    leave_invalid(connection, "t_k_ccnew");
    auto repairs = plan_repair(connection);
    REQUIRE(repairs.size() == 2);
    repair(connection, database.dsn(), repairs, {}, {});
    CHECK(is_valid(connection, "broken"));
    CHECK(definition(connection, "t_k_ccnew").empty());
    CHECK(plan_repair(connection).empty());
}

TEST_CASE("repair says why an index cannot be built, and leaves no copy of it") {
    const test::Database database;
    auto connection = with_table(database);
    leave_invalid(connection, "broken");
    connection.run("INSERT INTO t VALUES (500, 1)");
    auto repairs = plan_repair(connection);
    repair(connection, database.dsn(), repairs, {}, {});
    REQUIRE(repairs.size() == 1);
    CHECK(repairs.front().error.find("(k)=(1)") != std::string::npos);
    CHECK(plan_repair(connection).size() == 1);
}

TEST_CASE("drop leaves an index of a constraint alone") {
    const test::Database database;
    auto connection = with_table(database);
    connection.run("CREATE INDEX \"Mixed\" ON t (k)");
    CHECK_THROWS_AS(plan_drop(connection, "t_pkey"), Error);
    CHECK_THROWS_AS(plan_drop(connection, "t"), UsageError);
    const auto plan = plan_drop(connection, "Mixed");
    CHECK(plan.definition == "CREATE INDEX \"Mixed\" ON public.t USING btree (k)");
    drop_index(connection, plan, {}, {});
    CHECK(definition(connection, "\"Mixed\"").empty());
}
