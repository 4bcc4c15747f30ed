#include "maintain/dedupe.hpp"

#include "db/support/database.hpp"
#include "maintain/restore.hpp"
#include "pg/transaction.hpp"

#include <utility>

#include <catch2/catch.hpp>

using namespace pgmend;
using namespace pgmend::maintain;

namespace {

DedupeOptions by_key(std::string table) {
    return {.table = std::move(table), .grouping = {.key = {"k"}}};
}

JobFigures run(const test::Database& database, const DedupeOptions& options) {
    Dedupe dedupe(database.dsn(), options, {}, {});
    dedupe.prepare();
    return dedupe.run().figures;
}

std::string ids(pg::Connection& connection, const std::string& table) {
    return connection.run("SELECT string_agg(id::text, ',' ORDER BY id) FROM " + table)
        .get<std::string>(0, 0);
}

} // namespace

TEST_CASE("one row of each group stays, the one asked for") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script(
        "CREATE TABLE t (id int PRIMARY KEY, k int NOT NULL, made int);"
        "INSERT INTO t VALUES (1, 1, 5), (2, 1, 3), (3, 1, NULL), (4, 2, 1), (5, 3, 9), (6, 3, 9)");
    auto options = by_key("t");
    options.grouping.keep = parse_keep("oldest:made");
    const auto figures = run(database, options);
    CHECK(figures.deleted == 3);
    CHECK(ids(connection, "t") == "2,4,5");
}

TEST_CASE("a nullable key has to be decided on") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script("CREATE TABLE t (id int PRIMARY KEY, k int);"
                          "INSERT INTO t VALUES (1, NULL), (2, NULL), (3, 1), (4, 1)");
    CHECK_THROWS_AS(run(database, by_key("t")), UsageError);
    auto options = by_key("t");
    options.nulls_given = true;
    CHECK(run(database, options).deleted == 1);
    CHECK(ids(connection, "t") == "1,2,3");
    options.grouping.nulls_same = true;
    CHECK(run(database, options).deleted == 1);
    CHECK(ids(connection, "t") == "1,3");
}

TEST_CASE("referenced rows stop it, or their references move") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script("CREATE TABLE t (id int PRIMARY KEY, k int NOT NULL);"
                          "CREATE TABLE r (id int PRIMARY KEY, t_id int REFERENCES t ON DELETE CASCADE);"
                          "INSERT INTO t VALUES (1, 1), (2, 1), (3, 1), (4, 2), (5, 2);"
                          "INSERT INTO r VALUES (1, 1), (2, 2), (3, 3), (4, 4)");
    auto options = by_key("t");
    try {
        run(database, options);
        FAIL("referenced rows were to be deleted");
    } catch (const Error& error) {
        CHECK(error.code() == ExitCode::conflict);
    }
    CHECK(ids(connection, "t") == "1,2,3,4,5");
    options.repoint = true;
    const auto figures = run(database, options);
    CHECK(figures.deleted == 3);
    CHECK(figures.repointed == 2);
    CHECK(ids(connection, "t") == "1,4");
    CHECK(connection.run("SELECT string_agg(t_id::text, ',' ORDER BY id) FROM r").text(0, 0) == "1,1,1,4");
}

TEST_CASE("a row that is referenced only after the scan is left") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script("CREATE TABLE t (id int PRIMARY KEY, k int NOT NULL);"
                          "CREATE TABLE r (t_id int REFERENCES t ON DELETE CASCADE);"
                          "INSERT INTO t VALUES (1, 1), (2, 1), (3, 1)");
    Dedupe dedupe(database.dsn(), by_key("t"), {}, {});
    CHECK(dedupe.prepare().duplicates == 2);
    connection.run("INSERT INTO r VALUES (2)");
    const auto figures = dedupe.run().figures;
    CHECK(figures.deleted == 1);
    CHECK(figures.left_alone == 1);
    CHECK(ids(connection, "t") == "1,2");
}

TEST_CASE("rows that changed since the scan are left, and so is the group of a kept row that is gone") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script("CREATE TABLE t (id int PRIMARY KEY, k int NOT NULL, n int);"
                          "INSERT INTO t SELECT g, g % 3, 0 FROM generate_series(1, 9) g");
    {
        Dedupe dedupe(database.dsn(), by_key("t"), {}, {});
        CHECK(dedupe.prepare().duplicates == 6);
        connection.run("UPDATE t SET n = 1 WHERE id = 9"); // a doomed row of group 0, which keeps 3
        connection.run("DELETE FROM t WHERE id = 1");      // the kept row of group 1
        const auto figures = dedupe.run().figures;
        CHECK(figures.deleted == 3);
        CHECK(figures.left_alone == 3);
        CHECK(ids(connection, "t") == "2,3,4,7,9");
    }
    CHECK(run(database, by_key("t")).deleted == 2);
    CHECK(ids(connection, "t") == "2,3,4");
}

TEST_CASE("a kept row that somebody is about to delete is waited for") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script(
        "CREATE TABLE t (id int PRIMARY KEY, k int NOT NULL); INSERT INTO t VALUES (1, 1), (2, 1)");
    Settings settings{.lock_timeout = std::chrono::milliseconds(200), .lock_retries = 0};
    Dedupe dedupe(database.dsn(), by_key("t"), settings, {});
    dedupe.prepare();
    {
        pg::Transaction transaction(connection);
        connection.run("DELETE FROM t WHERE id = 1");
        try {
            dedupe.run();
            FAIL("the row that may become the last one was deleted");
        } catch (const Error& error) {
            CHECK(error.code() == ExitCode::lock_timeout);
        }
        transaction.commit();
    }
    CHECK(dedupe.run().figures.deleted == 0);
    CHECK(ids(connection, "t") == "2");
}

TEST_CASE("a table that is rewritten in between is scanned again") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script(
        "CREATE TABLE t (id int PRIMARY KEY, k int NOT NULL);"
        "INSERT INTO t SELECT g, g % 5 FROM generate_series(1, 100) g; DELETE FROM t WHERE id < 40");
    Dedupe dedupe(database.dsn(), by_key("t"), {}, {});
    CHECK(dedupe.prepare().duplicates == 56);
    connection.run("VACUUM FULL t");
    const auto figures = dedupe.run().figures;
    CHECK(figures.scans == 2);
    CHECK(figures.deleted == 56);
    CHECK(ids(connection, "t") == "40,41,42,43,44");
}

TEST_CASE("a second deduplication of the table says who is at it") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script("CREATE TABLE t (id int PRIMARY KEY, k int NOT NULL)");
    const Dedupe first(database.dsn(), by_key("t"), {}, {});
    try {
        const Dedupe second(database.dsn(), by_key("public.t"), {}, {});
        FAIL("two at once");
    } catch (const Error& error) {
        CHECK(error.code() == ExitCode::busy);
        CHECK(error.message().find("pgmend dedupe") != std::string::npos);
    }
}

TEST_CASE("archived rows come back whole, conflicts excepted") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script(
        "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, k int NOT NULL, j json, "
        "twice int GENERATED ALWAYS AS (k * 2) STORED);"
        "INSERT INTO t (k, j) SELECT g % 3, '{\"b\":  1, \"a\": 1, \"a\": 2}' FROM "
        "generate_series(1, 9) g");
    const auto before =
        connection.run("SELECT string_agg(t::text, E'\\n' ORDER BY id) FROM t").get<std::string>(0, 0);
    auto options = by_key("t");
    options.archive = true;
    Dedupe dedupe(database.dsn(), options, {}, {});
    dedupe.prepare();
    const auto job = dedupe.run();
    CHECK(job.figures.archived == 6);
    CHECK(
        connection.run("SELECT count(*) FROM pgmend.archive_t WHERE pgmend_kept ->> 'id' IN ('1', '2', '3')")
            .get<int>(0, 0) == 6);

    connection.run("INSERT INTO t (id, k) OVERRIDING SYSTEM VALUE VALUES (5, 100)");
    const auto first = restore(connection, {.job = job.id}, {}, {});
    CHECK(first.rows == 5);
    CHECK(first.conflicts == 1);
    REQUIRE(first.samples.size() == 1);
    CHECK(first.samples.front().find("(id)=(5)") != std::string::npos);

    connection.run("DELETE FROM t WHERE k = 100");
    CHECK(restore(connection, {.job = job.id}, {}, {}).rows == 1);
    CHECK(connection.run("SELECT string_agg(t::text, E'\\n' ORDER BY id) FROM t").text(0, 0) == before);
    CHECK(connection.run("SELECT count(*) FROM pgmend.archive_t").get<int>(0, 0) == 0);
}

TEST_CASE("a unique index comes last, and duplicates that come in meanwhile go too") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script(
        "CREATE TABLE t (id int PRIMARY KEY, k int NOT NULL); INSERT INTO t VALUES (1, 1), (2, 1)");
    auto options = by_key("t");
    options.then_unique = "t_once";
    JobListener listener;
    bool came = false;
    listener.progress = [&](const Progress& progress) { // between the last chunk and the index
        if (progress.phase == "indexing" && !std::exchange(came, true))
            connection.run("INSERT INTO t VALUES (3, 1)");
    };
    Dedupe dedupe(database.dsn(), options, {}, listener);
    dedupe.prepare();
    const auto figures = dedupe.run().figures;
    CHECK(figures.scans == 2);
    CHECK(figures.deleted == 2);
    CHECK(ids(connection, "t") == "1");
    CHECK(connection
              .run("SELECT indisvalid AND indisunique FROM pg_index WHERE indexrelid = 't_once'::regclass")
              .get<bool>(0, 0));
}

TEST_CASE("a job that was stopped when its work table was gone already comes to its end") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script("CREATE TABLE t (id int PRIMARY KEY, k int NOT NULL);"
                          "INSERT INTO t VALUES (1, 1), (2, 1), (3, 2)");
    auto options = by_key("t");
    options.then_unique = "t_k";
    CHECK(run(database, options).deleted == 1);
    connection.run("UPDATE pgmend.job SET state = 'indexing', finished_at = NULL");
    CHECK(run(database, options).deleted == 1);
    CHECK(connection.run("SELECT string_agg(state, ',') FROM pgmend.job").get<std::string>(0, 0) == "done");
    CHECK(ids(connection, "t") == "1,3");
}

TEST_CASE("without a right to the schema it works, and says that it cannot be resumed") {
    const test::Database database;
    auto connection = database.connect();
    const auto role = "maintain_" + database.name();
    connection.run_script(
        "CREATE TABLE t (id int PRIMARY KEY, k int NOT NULL); INSERT INTO t VALUES (1, 1), (2, 1);"
        "CREATE ROLE " +
        role + " LOGIN; GRANT SELECT, UPDATE, DELETE ON t TO " + role);
    auto dsn = database.dsn();
    dsn.parameters["user"] = role;
    std::string warning;
    JobListener listener;
    listener.warning = [&](const std::string& text) { warning = text; };
    {
        Dedupe dedupe(dsn, by_key("t"), {}, listener);
        CHECK_FALSE(dedupe.resumable());
        dedupe.prepare();
        CHECK(dedupe.run().figures.deleted == 1);
    }
    CHECK(warning.find("cannot be resumed") != std::string::npos);
    CHECK(ids(connection, "t") == "1");
    connection.run_script("DROP OWNED BY " + role + "; DROP ROLE " + role);
}
