#include "db/migrate/decide_cases.hpp"

#include "catalog/find_identical.hpp"
#include "catalog/read.hpp"
#include "db/support/database.hpp"
#include "db/support/known.hpp"
#include "migrate/judge.hpp"
#include "pg/transaction.hpp"
#include "schema/diff.hpp"
#include "statement/split.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace pgmend::test {
namespace {

constexpr const char* base = R"(
    CREATE TABLE p (id integer PRIMARY KEY, "Mixed" text);
    CREATE SCHEMA s;
    CREATE TABLE t (a integer, b text, c numeric(10, 2), d timestamptz, j jsonb, "Mixed" integer, r int4range);
    CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
    CREATE FUNCTION trg2() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
    CREATE VIEW plain AS SELECT a FROM t;
)";

void run_all(pg::Connection& connection, const std::string& sql) {
    for (const auto& statement : statement::split(sql, {}))
        connection.run(statement.sql);
}

bool told_equal(pg::Connection& connection, std::span<const statement::Statement> statements) {
    const auto& statement = statements.front();
    if (statement.effects.size() != 1)
        return false;
    const auto existing = catalog::find_existing(connection, statement.effects);
    const catalog::Created created{.index = 0, .existing = existing.front()};
    return catalog::find_identical(connection, statements, std::span(&created, 1), "public")
        .front()
        .has_value();
}

std::string action_taken(pg::Connection& connection, const Case& one, const std::string& there,
                         std::string& why) {
    const pg::Transaction transaction(connection);
    make_base(connection);
    run_all(connection, one.setup);
    run_all(connection, there);
    const auto statements = statement::split(one.wanted, {});
    const auto decision = judged(connection, statements);
    // What is told of many at once must never be more than what a look at it by itself tells.
    if (told_equal(connection, statements))
        CHECK(decision.action == migrate::Action::skip);
    why = decision.reason;
    for (const auto& difference : decision.differences)
        why += fmt::format("\n  {}: {} -> {}", difference.attribute, difference.existing, difference.wanted);
    return std::string(migrate::to_string(decision.action));
}

} // namespace

migrate::Decision judged(pg::Connection& connection, std::span<const statement::Statement> section) {
    migrate::OwnHistory history(nullptr, {});
    migrate::Judge judge(connection, section, "public", history);
    auto decision = judge.decide(0, section.size());
    const auto& statement = section.front();
    if (decision.action != migrate::Action::run || !decision.sql.empty())
        return decision;
    // What a look at names cannot tell, the server says.
    const pg::ScratchSavepoint savepoint(connection);
    connection.run("SAVEPOINT before");
    try {
        connection.run(statement.transactional ? statement.sql : "SELECT 1");
    } catch (const pg::SqlError& error) {
        connection.run("ROLLBACK TO SAVEPOINT before");
        if (auto refused = judge.decide_refused(0, error))
            return *std::move(refused);
    }
    return decision;
}

void make_base(pg::Connection& connection) {
    run_all(connection, base);
}

std::size_t check(pg::Connection& connection, const Case& one, const std::string& there,
                  const std::string& expected) {
    if (!is_known(connection, one.wanted) || !is_known(connection, there))
        return 0;
    std::string why;
    const auto got = action_taken(connection, one, there, why);
    INFO("wanted: " << one.wanted << "\nthere:  " << there << "\nwhy:    " << why);
    CHECK(got == expected);
    return 1;
}

/// Skipped, or run and without an effect that the catalog shows.
static std::size_t check_unchanged(pg::Connection& connection, const Case& one, const std::string& there) {
    if (!is_known(connection, one.wanted) || !is_known(connection, there))
        return 0;
    INFO("wanted: " << one.wanted << "\nthere:  " << there);
    const pg::Transaction transaction(connection);
    make_base(connection);
    run_all(connection, one.setup);
    run_all(connection, there);
    const auto statements = statement::split(one.wanted, {});
    const auto decision = judged(connection, statements);
    CHECK(decision.action != migrate::Action::conflict);
    if (decision.action != migrate::Action::run)
        return 1;
    const auto before = catalog::read(connection);
    connection.run(statements.front().sql);
    CHECK(schema::diff(before, catalog::read(connection)).findings.empty());
    return 1;
}

std::size_t check_creations(std::span<const Case> cases) {
    const Database database;
    auto connection = database.connect();
    std::size_t count = 0;
    for (const auto& one : cases) {
        count += check(connection, one, "", "run");
        const bool concurrent = std::string_view(one.wanted).find("CONCURRENTLY") != std::string_view::npos;
        count += check(connection, one, concurrent ? one.equal.front() : one.wanted, "skip");
        for (const auto& there : one.equal)
            count += check(connection, one, there, "skip");
        for (const auto& there : one.different)
            count += check(connection, one, there, "conflict");
    }
    return count;
}

std::size_t check_settings(std::span<const Case> cases) {
    const Database database;
    auto connection = database.connect();
    std::size_t count = 0;
    for (const auto& one : cases) {
        for (const auto& there : one.equal)
            count += check_unchanged(connection, one, there);
        for (const auto& there : one.different)
            count += check(connection, one, there, "run");
    }
    return count;
}

std::size_t check_changes(std::span<const Case> cases) {
    const Database database;
    auto connection = database.connect();
    std::size_t count = 0;
    for (const auto& one : cases) {
        for (const auto& there : one.equal)
            count += check(connection, one, there, "skip");
        for (const auto& there : one.different)
            count += check(connection, one, there, "run");
    }
    return count;
}

} // namespace pgmend::test
