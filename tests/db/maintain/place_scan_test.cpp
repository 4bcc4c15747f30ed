#include "maintain/place_scan.hpp"

#include "db/support/database.hpp"
#include "maintain/dedupe.hpp"
#include "maintain/leaf_scan.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using namespace pgmend::maintain;

namespace {

/// The rows that stay when the first by id of each group does.
constexpr const char* survivors =
    "SELECT count(*) || ' ' || coalesce(sum(id), 0) FROM (SELECT DISTINCT ON (k, "
    "part) id FROM before ORDER BY k, part, id) one";

JobFigures run(const test::Database& database, const DedupeOptions& options) {
    Dedupe dedupe(database.dsn(), options, {}, {});
    dedupe.prepare();
    return dedupe.run().figures;
}

/// Whether what is left in t is what one statement would leave.
bool is_right(pg::Connection& connection) {
    return connection
        .run(std::string("SELECT (SELECT count(*) || ' ' || coalesce(sum(id), 0) FROM t) = (") + survivors +
             ")")
        .get<bool>(0, 0);
}

} // namespace

TEST_CASE("without an index, keys are found by places and hashes in short transactions") {
    const test::Database database;
    auto connection = database.connect();
    const std::vector<std::string> tables{
        "CREATE TABLE t (id int, k text, part int)",
        "CREATE TABLE t (id int, k text, part int) PARTITION BY HASH (id); CREATE TABLE t0 PARTITION OF t "
        "FOR "
        "VALUES WITH (MODULUS 2, REMAINDER 0); CREATE TABLE t1 PARTITION OF t FOR VALUES WITH (MODULUS 2, "
        "REMAINDER 1)",
        "CREATE TABLE t (id int, k text, part int) PARTITION BY LIST (part); CREATE TABLE t0 PARTITION OF t "
        "FOR "
        "VALUES IN (0); CREATE TABLE t1 PARTITION OF t DEFAULT",
        "CREATE TABLE t (id int, k text, part int); CREATE TABLE t1 () INHERITS (t)"};
    for (const auto& create : tables) {
        INFO(create);
        connection.run_script("DROP TABLE IF EXISTS t, before CASCADE; " + create +
                              "; INSERT INTO t SELECT g, nullif(g % 9000, 7)::text, g % 3 FROM "
                              "generate_series(1, 40000) g");
        if (create.find("INHERITS") != std::string::npos)
            connection.run(
                "INSERT INTO t1 SELECT g, (g % 9000)::text, g % 3 FROM generate_series(40001, 60000) g");
        connection.run("CREATE TABLE before AS TABLE t");
        const auto figures = run(
            database, {.table = "t",
                       .grouping = {.key = {"k", "part"}, .keep = parse_keep("min:id"), .nulls_same = true},
                       .nulls_given = true});
        CHECK(figures.left_alone == 0);
        CHECK(is_right(connection));
    }
}

TEST_CASE("a group that is too large for one transaction is divided, with an index and without") {
    const test::Database database;
    auto connection = database.connect();
    for (const bool indexed : {false, true}) {
        connection.run_script(
            "DROP TABLE IF EXISTS t, before; CREATE TABLE t (id int, k int NOT NULL, part int NOT "
            "NULL); INSERT INTO t SELECT 60001 - g, CASE WHEN g % 6 = 0 THEN g / 12 ELSE -1 END, 0 "
            "FROM generate_series(1, 60000) g; CREATE TABLE before AS TABLE t");
        if (indexed)
            connection.run("CREATE INDEX ON t (k)");
        const auto figures = run(database, {.table = "t",
                                            .grouping = {.key = {"k"}, .keep = parse_keep("oldest:id")},
                                            .chunk_time = std::chrono::milliseconds(50)});
        CHECK(figures.left_alone == 0);
        CHECK(is_right(connection));
    }
}

TEST_CASE("partitions are scanned one by one where the key holds what divides them") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script(
        "CREATE TABLE t (id int, k int NOT NULL, part int NOT NULL) PARTITION BY RANGE (part)");
    for (int i = 0; i < 60; ++i)
        connection.run("CREATE TABLE t" + std::to_string(i) + " PARTITION OF t FOR VALUES FROM (" +
                       std::to_string(i) + ") TO (" + std::to_string(i + 1) + ")");
    connection.run_script(
        "INSERT INTO t SELECT g, g % 100, g % 60 FROM generate_series(1, 12000) g; CREATE TABLE "
        "before AS TABLE t; CREATE INDEX ON t (part, k)");
    const auto table = read_table(connection, "t");
    CHECK(LeafScan::is_possible(connection, table, {.key = {"part", "k"}}));
    CHECK_FALSE(LeafScan::is_possible(connection, table, {.key = {"k"}}));
    const auto figures =
        run(database, {.table = "t", .grouping = {.key = {"k", "part"}, .keep = parse_keep("oldest:id")}});
    CHECK(figures.left_alone == 0);
    CHECK(figures.chunks < 60);
    CHECK(is_right(connection));
}

TEST_CASE("a type without a hash is scanned at once") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script(
        "CREATE TABLE t (id int, k money NOT NULL, part int NOT NULL DEFAULT 0); INSERT INTO t "
        "SELECT g, (g % 10)::money FROM generate_series(1, 100) g; CREATE TABLE before AS TABLE t");
    CHECK_FALSE(PlaceScan::is_possible(connection, read_table(connection, "t"), {.key = {"k"}}));
    run(database, {.table = "t", .grouping = {.key = {"k"}, .keep = parse_keep("oldest:id")}});
    CHECK(is_right(connection));
}
