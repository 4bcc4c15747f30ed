#include "maintain/restore.hpp"

#include "db/support/database.hpp"
#include "maintain/dedupe.hpp"

#include <random>

#include <catch2/catch.hpp>

using namespace pgmend;
using namespace pgmend::maintain;

namespace {

constexpr int all_rows = 40;

/// What happens to a table between a deduplication and its undo.
const std::vector<std::string>& happenings() {
    static const std::vector<std::string> all{
        "ALTER TABLE t ADD COLUMN more int DEFAULT 5",
        "ALTER TABLE t RENAME COLUMN a TO renamed",
        "ALTER TABLE t DROP COLUMN b",
        "ALTER TABLE t DROP COLUMN b; ALTER TABLE t ADD COLUMN b int",
        "ALTER TABLE t ALTER COLUMN c TYPE int USING c::int",
        "ALTER TABLE t ALTER COLUMN d TYPE date USING d::date",
        "ALTER TABLE t ALTER COLUMN k TYPE text USING k::text",
        "ALTER TABLE t ALTER COLUMN id TYPE bigint",
        "ALTER TABLE t ALTER COLUMN doubled DROP EXPRESSION",
        "ALTER TABLE t ADD CHECK (b < 12) NOT VALID",
        "CREATE TRIGGER no BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.id % 3 = 0) EXECUTE FUNCTION "
        "turn_away()",
        "CREATE TRIGGER change BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.id % 3 = 1) EXECUTE FUNCTION "
        "change()",
        "CREATE TRIGGER swap BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION renumber()",
        "CREATE TRIGGER gone AFTER INSERT ON t FOR EACH ROW WHEN (NEW.id % 2 = 0) EXECUTE FUNCTION remove()",
        "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE "
        "FUNCTION remove()",
        "CREATE RULE nothing AS ON INSERT TO t DO INSTEAD NOTHING",
        "CREATE RULE also AS ON INSERT TO t DO ALSO DELETE FROM t WHERE id = 2",
        "CREATE TRIGGER keep BEFORE DELETE ON pgmend.archive_t FOR EACH ROW EXECUTE FUNCTION turn_away()",
    };
    return all;
}

void create_table(pg::Connection& connection) {
    connection.run_script(
        "CREATE TABLE t (id int PRIMARY KEY, k int NOT NULL, a text, b int, c numeric, d timestamp, doubled "
        "int "
        "GENERATED ALWAYS AS (id * 2) STORED);"
        "INSERT INTO t SELECT g, g % 4, 'a' || g % 7, nullif(g % 13, 0), g / 4.0, timestamp '2024-01-01' + g "
        "* "
        "interval '6 hours' FROM generate_series(1, 40) g;"
        "CREATE FUNCTION turn_away() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
        "CREATE FUNCTION change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.k := 9; RETURN NEW; END';"
        "CREATE FUNCTION renumber() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.id := NEW.id + 100; "
        "RETURN "
        "NEW; END';"
        "CREATE FUNCTION remove() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM t WHERE id = "
        "NEW.id; "
        "RETURN NULL; END'");
}

/// The rows of the table and its archive together.
std::string rows_by_id(pg::Connection& connection) {
    return connection
        .run("SELECT count(*) || ' rows, ' || count(DISTINCT id) || ' of ids from ' || min(id) || ' to ' || "
             "max(id) FROM (SELECT id::bigint FROM t UNION ALL SELECT id FROM pgmend.archive_t) rows")
        .get<std::string>(0, 0);
}

void remove_obstacles(pg::Connection& connection) {
    connection.run_script(
        "DO $$ DECLARE one record; BEGIN "
        "FOR one IN SELECT tgname AS name, tgrelid::regclass AS rel FROM pg_trigger WHERE NOT tgisinternal "
        "LOOP "
        "EXECUTE format('DROP TRIGGER %I ON %s', one.name, one.rel); END LOOP; "
        "FOR one IN SELECT rulename AS name FROM pg_rewrite WHERE ev_class = 't'::regclass LOOP EXECUTE "
        "format('DROP RULE %I ON t', one.name); END LOOP; "
        "FOR one IN SELECT conname AS name FROM pg_constraint WHERE conrelid = 't'::regclass AND contype = "
        "'c' "
        "LOOP EXECUTE format('ALTER TABLE t DROP CONSTRAINT %I', one.name); END LOOP; END $$");
}

} // namespace

TEST_CASE("whatever happens to the table, its rows and those of the archive stay the same") {
    std::mt19937 random(12);
    for (int round = 0; round < 24; ++round) {
        const test::Database database;
        auto connection = database.connect();
        create_table(connection);
        DedupeOptions options{.table = "t", .grouping = {.key = {"k"}}, .archive = true};
        {
            Dedupe dedupe(database.dsn(), options, {}, {});
            dedupe.prepare();
            REQUIRE(dedupe.run().figures.deleted == all_rows - 4);
        }
        std::string happened;
        for (auto times = 1 + random() % 3; times > 0; --times) {
            const auto& one = happenings()[random() % happenings().size()];
            try {
                connection.run_script(one);
                happened += one + "\n";
            } catch (const pg::SqlError&) { // NOLINT: not after what has happened before
            }
        }
        INFO("seed 12, round " << round << ":\n" << happened);
        const std::string whole = "40 rows, 40 of ids from 1 to 40";
        try {
            const auto restored = restore(connection, {.job = 1}, {}, {});
            CHECK(restored.rows + restored.conflicts == all_rows - 4);
        } catch (const Error& error) {
            CHECK(error.code() == ExitCode::conflict);
        }
        CHECK(rows_by_id(connection) == whole);
        remove_obstacles(connection);
        const auto all = connection
                             .run("SELECT array_agg(attname) FROM pg_attribute WHERE attrelid = "
                                  "'pgmend.archive_t'::regclass AND attname IN ('b', 'c', 'd')")
                             .get<std::vector<std::string>>(0, 0);
        restore(connection, {.job = 1, .except = all}, {}, {});
        CHECK(rows_by_id(connection) == whole);
        CHECK(connection.run("SELECT count(*) FROM t").get<int>(0, 0) == all_rows);
    }
}

TEST_CASE("rows that do not fit are found one by one among those that do") {
    const test::Database database;
    auto connection = database.connect();
    connection.run_script("CREATE TABLE t (id int PRIMARY KEY, k int NOT NULL);"
                          "INSERT INTO t SELECT g, 1 FROM generate_series(1, 1000) g");
    {
        Dedupe dedupe(database.dsn(), {.table = "t", .grouping = {.key = {"k"}}, .archive = true}, {}, {});
        dedupe.prepare();
        dedupe.run();
    }
    connection.run("INSERT INTO t VALUES (77, 2), (500, 2)");
    const auto restored = restore(connection, {.job = 1}, {}, {});
    CHECK(restored.rows == 997);
    CHECK(restored.conflicts == 2);
    CHECK(restored.samples.size() == 2);
    CHECK(connection.run("SELECT string_agg(id::text, ',' ORDER BY id) FROM pgmend.archive_t").text(0, 0) ==
          "77,500");
}
