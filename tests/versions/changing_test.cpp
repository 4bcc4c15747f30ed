// A schema that is changed all the time beside those who read it.

#include "catalog/read.hpp"

#include "base/error.hpp"
#include "db/support/database.hpp"

#include <atomic>
#include <chrono>
#include <thread>

#include <catch2/catch.hpp>

using namespace pgmend;

namespace {

/// Two states of a schema; each change between them touches several objects at once, whose texts name each
/// other.
constexpr std::string_view first_state = R"(
    CREATE TABLE t (a integer CONSTRAINT positive CHECK (a > 0), b text DEFAULT 'one');
    CREATE INDEX i ON t (lower(b)) WHERE a > 1;
    CREATE VIEW v AS SELECT a, b FROM t WHERE a > 2;
    CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1')";
constexpr std::string_view forth = R"(BEGIN;
    ALTER TABLE t RENAME COLUMN a TO renamed; ALTER TABLE t RENAME CONSTRAINT positive TO above;
    ALTER TABLE t ALTER b SET DEFAULT 'two'; ALTER INDEX i RENAME TO j; ALTER VIEW v RENAME COLUMN a TO renamed;
    CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 2'; CREATE TABLE u (x integer UNIQUE);
    COMMIT)";
constexpr std::string_view back = R"(BEGIN;
    ALTER TABLE t RENAME COLUMN renamed TO a; ALTER TABLE t RENAME CONSTRAINT above TO positive;
    ALTER TABLE t ALTER b SET DEFAULT 'one'; ALTER INDEX j RENAME TO i; ALTER VIEW v RENAME COLUMN renamed TO a;
    CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; DROP TABLE u;
    COMMIT)";

} // namespace

TEST_CASE("of 500 reads beside DDL in a loop none gives a schema that never was") {
    const test::Database database;
    auto reader = database.connect();
    reader.run_script(first_state);
    const auto one = catalog::read(reader);
    reader.run_script(forth);
    const auto other = catalog::read(reader);
    REQUIRE_FALSE(one == other);

    std::atomic<bool> stop = false;
    std::thread changer([&] {
        auto connection = database.connect();
        // Now in a row, now with room for a reader.
        for (int turn = 0; !stop; ++turn) {
            connection.run_script(turn % 2 == 0 ? back : forth);
            std::this_thread::sleep_for(std::chrono::milliseconds(turn * 7 % 40));
        }
    });
    int firsts = 0, others = 0, open = 0, foreign = 0;
    for (int i = 0; i < 500; ++i) {
        try {
            // By turns over one connection and over two, whose snapshots are not the same one.
            const catalog::Helper helper = [&] { return database.connect(); };
            const auto seen = catalog::read(reader, {.attempts = 2}, i % 2 == 0 ? nullptr : helper);
            (seen == one ? firsts : seen == other ? others : foreign) += 1;
        } catch (const Error& error) {
            CHECK((error.code() == ExitCode::failed || error.code() == ExitCode::lock_timeout));
            ++open;
        }
    }
    stop = true;
    changer.join();
    CAPTURE(firsts, others, open);
    CHECK(foreign == 0);
    CHECK(firsts > 0);
    CHECK(others > 0);
    CHECK(firsts + others + open == 500);
}
