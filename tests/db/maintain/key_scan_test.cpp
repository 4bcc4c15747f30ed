#include "maintain/dedupe.hpp"

#include "db/support/database.hpp"
#include "maintain/key_path.hpp"

#include <catch2/catch.hpp>

using namespace pgmend;
using namespace pgmend::maintain;

namespace {

/// 60,000 rows in 20,000 groups, in no order, with statistics; two readers take them on.
constexpr const char* groups_of_three =
    "CREATE TABLE t (id int PRIMARY KEY, k int, s text NOT NULL);"
    "INSERT INTO t SELECT g, g % 20000, 's' || g % 4 FROM generate_series(1, 60000) g ORDER BY md5(g::text);"
    "CREATE INDEX ON t (s, k); ANALYZE t";

DedupeOptions by_k_and_s() {
    return {.table = "t",
            .grouping = {.key = {"k", "s"}},
            .nulls_given = true,
            .chunk_time = std::chrono::milliseconds(5)};
}

std::vector<std::string> path_of(pg::Connection& connection, const Grouping& grouping) {
    const auto path = find_key_path(connection, read_table(connection, "t"), grouping);
    return path ? path->columns : std::vector<std::string>{};
}

long long count(pg::Connection& connection, const std::string& what) {
    return connection.run("SELECT count(*) FROM " + what).get<long long>(0, 0);
}

} // namespace

TEST_CASE("an index with the key's columns first, in any order, is a way to read in pieces") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script("CREATE TABLE t (a int NOT NULL, b text NOT NULL, c int)");
    const Grouping grouping{.key = {"a", "b"}};
    const auto path_by = [&](const std::string& index) {
        connection.run_script("DROP INDEX IF EXISTS i; CREATE INDEX i ON t " + index);
        return path_of(connection, grouping);
    };
    const std::vector<std::string> none;
    CHECK(path_of(connection, grouping) == none);
    CHECK(path_by("(b, a)") == std::vector<std::string>{"b", "a"});
    CHECK(path_by("(a DESC, b DESC, c)") == std::vector<std::string>{"a", "b"});
    CHECK(path_by("(a, b DESC)") == none);
    CHECK(path_by("(a)") == none);
    CHECK(path_by("(c, a, b)") == none);
    CHECK(path_by("(a, lower(b))") == none);
    CHECK(path_by("(a, b COLLATE \"POSIX\")") == none);
    CHECK(path_by("(a, b text_pattern_ops)") == none);
    CHECK(path_by("(a, b) WHERE c > 0") == none);
}

TEST_CASE("by way of an index many short transactions find what one long one would") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script(groups_of_three);
    connection.run("UPDATE t SET k = NULL WHERE id <= 3000");
    int pieces = 0;
    JobListener listener;
    listener.progress = [&](const Progress& progress) { pieces += progress.phase == "scanning" ? 1 : 0; };
    Dedupe dedupe(database.dsn(), by_k_and_s(), {}, listener);
    const auto plan = dedupe.prepare();
    CHECK(pieces > 10);
    CHECK(plan.reads_in_pieces);
    CHECK(plan.groups == 20000);
    CHECK(plan.duplicates == 37000);
    CHECK(dedupe.run().figures.deleted == 37000);
    CHECK(count(connection, "t") == 23000); // those with NULL are left alone
    CHECK(count(connection, "(SELECT DISTINCT k, s FROM t WHERE k IS NOT NULL) d") == 20000);
    CHECK(count(connection, "pg_class WHERE relname ~ '^(doomed|ranges)_'") == 0);
}

TEST_CASE("a scan that was interrupted goes on where it was") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script(groups_of_three);
    int pieces = 0;
    JobListener listener;
    listener.progress = [&](const Progress& progress) {
        if (progress.phase == "scanning" && ++pieces == 6)
            throw Error("interrupted");
    };
    long long id = 0;
    {
        Dedupe dedupe(database.dsn(), by_k_and_s(), {}, listener);
        id = dedupe.job().id;
        CHECK_THROWS_AS(dedupe.prepare(), Error);
    }
    const auto work = "pgmend.doomed_" + std::to_string(id), ranges = "pgmend.ranges_" + std::to_string(id);
    const auto found = count(connection, work);
    CHECK(found > 0);
    CHECK(found < 40000);
    // What was found stays: to make it recognisable, one row more.
    connection.run("INSERT INTO " + work +
                   " SELECT rel, kept_rel, file, kept_file, '(0,0)', '3', kept_id, "
                   "kept_xmin FROM " +
                   work + " LIMIT 1");
    CHECK(count(connection, ranges + " WHERE above <> '{}'") > 0);
    Dedupe dedupe(database.dsn(), by_k_and_s(), {}, {});
    CHECK(dedupe.job().id == id);
    CHECK(dedupe.prepare().duplicates == 40000);
    CHECK(count(connection, work) == 40001);
    CHECK(dedupe.run().figures.deleted == 40000);
    CHECK(count(connection, "t") == 20000);
}

TEST_CASE("a partitioned table is read in pieces by its partitioned index") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script(
        "CREATE TABLE t (id int NOT NULL, k int NOT NULL) PARTITION BY HASH (id);"
        "CREATE TABLE t_0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
        "CREATE TABLE t_1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1);"
        "INSERT INTO t SELECT g, g % 9000 FROM generate_series(1, 30000) g; CREATE INDEX ON t (k)");
    DedupeOptions options{.table = "t", .grouping = {.key = {"k"}, .keep = parse_keep("newest:id")}};
    Dedupe dedupe(database.dsn(), options, {}, {});
    CHECK(dedupe.prepare().reads_in_pieces);
    CHECK(dedupe.run().figures.deleted == 21000);
    CHECK(count(connection, "t") == 9000);
    CHECK(connection.run("SELECT min(id) FROM t").get<int>(0, 0) == 21001);
}
