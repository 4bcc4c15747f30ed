#include "drift/checks.hpp"

#include "base/error.hpp"
#include "db/support/database.hpp"
#include "db/support/scratch_folder.hpp"
#include "migrate/migrate.hpp"
#include "revision/directory.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <map>

using namespace pgmend;
using namespace pgmend::drift;

namespace {

Check query(std::string sql) {
    return {.name = "q", .file = "q.sql", .sql = std::move(sql), .timeout = std::chrono::milliseconds(300)};
}

} // namespace

TEST_CASE("a query without rows passes, others show their first rows") {
    const test::Database database;
    const auto outcomes =
        run_checks({query("SELECT 1 WHERE false"),
                    query("SELECT n AS number, NULL AS nothing FROM generate_series(1, 9) n")},
                   database.dsn(), 2);
    CHECK(outcomes[0].rows == 0);
    CHECK(outcomes[1].rows == 9);
    CHECK(outcomes[1].columns == std::vector<std::string>{"number", "nothing"});
    REQUIRE(outcomes[1].sample.size() == 5);
    CHECK(outcomes[1].sample[0] == std::vector<std::optional<std::string>>{"1", std::nullopt});
}

TEST_CASE("a check that fails to run, writes or takes too long cannot tell") {
    const test::Database database;
    database.connect().run("CREATE TABLE t (a integer)");
    const auto outcomes = run_checks({query("SELECT * FROM no_such_table"), query("SELECT pg_sleep(5)"),
                                      query("SELECT nextval('nowhere')")},
                                     database.dsn(), 3);
    CHECK(outcomes[0].error.find("no_such_table") != std::string::npos);
    CHECK(outcomes[1].error == "did not finish within 300 ms");
    CHECK_FALSE(outcomes[2].error.empty());
}

TEST_CASE("the tracker's own checks find what each is for") {
    const test::Database database;
    {
        migrate::Session session(database.dsn(), {});
        const revision::Graph graph(revision::load(PGMEND_SOURCE_DIR "/migrations").revisions);
        migrate::upgrade(session, graph, "head", {});
    }
    auto connection = database.connect();
    connection.run_script(R"(
        INSERT INTO tracker_tasks (id, tracker_id, key, links, full_data)
            VALUES (1, 'a', 'A-1', '{}', '{"key": "B-2"}'), (2, 'b', 'A-2', '[]', '{"key": "A-2"}');
        INSERT INTO tracker_task_history (id, task_id, tracker_id, status, status_display, start_date, end_date) VALUES
            (gen_random_uuid(), 1, 'a', 'open', 'Open', '2026-01-01', '2026-01-05'),
            (gen_random_uuid(), 1, 'a', 'open', 'Open', '2026-01-01', '2026-01-05'),
            (gen_random_uuid(), 1, 'a', 'done', 'Done', '2026-01-03', NULL),
            (gen_random_uuid(), 1, 'a', 'gone', 'Gone', '2026-01-09', NULL),
            (gen_random_uuid(), 2, 'b', 'open', 'Open', '2026-01-05', '2026-01-01'),
            (gen_random_uuid(), 9, 'x', 'open', 'Open', '2026-01-01', NULL);
        ALTER TABLE tracker_tasks ADD CHECK (id > 0) NOT VALID;
        CREATE SEQUENCE near_end MAXVALUE 100; SELECT setval('near_end', 95);
        UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_tracker_tasks_id'::regclass)");
    const auto checks = load_checks(PGMEND_SOURCE_DIR "/checks");
    const auto outcomes = run_checks(checks, database.dsn(), 2);
    std::map<std::string, std::size_t> rows;
    for (std::size_t i = 0; i < checks.size(); ++i) {
        INFO(checks[i].name << ": " << outcomes[i].error);
        CHECK(outcomes[i].error.empty());
        rows[checks[i].name] = outcomes[i].rows;
    }
    CHECK(rows == std::map<std::string, std::size_t>{{"duplicate_history", 1},
                                                     {"full_data_key", 1},
                                                     {"history_without_task", 1},
                                                     {"invalid_index", 1},
                                                     {"links_no_array", 1},
                                                     {"overlapping_intervals", 2},
                                                     {"reversed_interval", 1},
                                                     {"sequence_near_end", 1},
                                                     {"several_open_intervals", 1},
                                                     {"unvalidated_constraint", 1}});
}

TEST_CASE("a bad header of a check names file and line") {
    const test::ScratchFolder folder;
    const auto path = folder.path() / "c.sql";
    std::ofstream(path) << "-- message: x\n-- severty: error\nSELECT 1\n";
    try {
        load_checks(folder.path());
        FAIL("accepted");
    } catch (const UsageError& error) {
        CHECK(error.message() == "unknown key 'severty'; did you mean 'severity'?");
        CHECK(error.location().line == 2);
    }
}
