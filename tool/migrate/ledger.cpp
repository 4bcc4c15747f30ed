#include "migrate/ledger.hpp"

#include "base/version.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "sql/queries.hpp"
#include "state/own_schema.hpp"

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

/// An older run of the same revision was given up for the newer one, which counts as a later record of it.
std::vector<OpenRun> holding(std::vector<OpenRun> runs) {
    std::erase_if(runs, [](const OpenRun& run) { return !run.holds; });
    return runs;
}

} // namespace

Ledger::Ledger(Session& session)
    : session_(session), table_(pg::quote_qualified(session.settings().pgmend_schema, "ledger")),
      enabled_(session.writes_ledger()), has_parents_(session.has_ledger_index()) {
    compose();
}

void Ledger::compose() {
    const auto insert = fmt::format(
        "INSERT INTO {} (version_table, revision, direction, checksum, statements, statements_done, "
        "statements_skipped, done_checksum, down_sql, tool, finished_at{}) VALUES "
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, CASE WHEN $11::pg_catalog.bool THEN "
        "pg_catalog.clock_timestamp() END{}) "
        "RETURNING id, extract(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) "
        "pg_catalog.now()) "
        "OPERATOR(pg_catalog.*) 1000 AS milliseconds",
        table_, has_parents_ ? ", parents" : "", has_parents_ ? ", $12" : "");
    insert_sql_ = insert;
    closing_insert_sql_ =
        fmt::format("WITH closed AS (UPDATE {} SET finished_at = pg_catalog.clock_timestamp() WHERE "
                    "version_table OPERATOR(pg_catalog.=) $1 AND revision OPERATOR(pg_catalog.=) $2 AND "
                    "finished_at IS NULL) {}",
                    table_, insert);
    update_sql_ = fmt::format("UPDATE {} SET checksum = $2, statements = $3, statements_done = $4, "
                              "statements_skipped = $5, done_checksum = $6, "
                              "finished_at = CASE WHEN $7::pg_catalog.bool THEN pg_catalog.clock_timestamp() "
                              "END WHERE id OPERATOR(pg_catalog.=) $1",
                              table_);
}

bool Ledger::possible(Session& session) {
    if (session.has_ledger() || session.ledger_is_barred())
        return session.connection()
            .run(pg::own("SELECT has_table_privilege($1, 'INSERT') AND has_table_privilege($1, 'UPDATE')"),
                 {pg::quote_qualified(session.settings().pgmend_schema, "ledger")})
            .get<bool>(0, 0);
    const auto row =
        session.connection().run(pg::own("SELECT coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM "
                                         "pg_namespace WHERE nspname = $1), "
                                         "has_database_privilege(current_database(), 'CREATE'))"),
                                 {session.settings().pgmend_schema});
    return row.get<bool>(0, 0);
}

void Ledger::ensure(const Listener& listener) {
    // Since the first look another process may have made it, and the session has asked for the role's rights.
    if (session_.has_ledger() || session_.ledger_is_barred())
        enabled_ = session_.writes_ledger();
    if (enabled_ && !has_parents_)
        renew();
    if (enabled_)
        return;
    if (session_.ledger_is_barred())
        return warn_of_right(listener);
    try {
        create();
    } catch (const pg::SqlError& error) {
        if (!error.is(pg::sqlstate::insufficient_privilege))
            throw Error(error).in_context("could not create the ledger");
        if (session_.has_pgmend_schema())
            return warn_of_right(listener);
        auto& connection = session_.connection();
        listener.warn(
            fmt::format("no privilege to create schema {0}: nothing is recorded, and an interrupted revision "
                        "of several transactions cannot be resumed (GRANT CREATE ON DATABASE {1} TO {2}, or "
                        "have an owner create {0})",
                        session_.settings().pgmend_schema, pg::quote_identifier(connection.database()),
                        connection.run(pg::own("SELECT current_user")).get<std::string>(0, 0)));
    }
}

/// Another role has made it.
void Ledger::warn_of_right(const Listener& listener) {
    const auto role = pg::quote_identifier(
        session_.connection().run(pg::own("SELECT current_user")).get<std::string>(0, 0));
    listener.warn(
        fmt::format("no privilege on {1}: nothing is recorded, and an interrupted revision of several "
                    "transactions cannot be resumed (GRANT USAGE ON SCHEMA {0} TO {2}; GRANT SELECT, INSERT, "
                    "UPDATE ON {1} TO {2})",
                    pg::quote_identifier(session_.settings().pgmend_schema), table_, role));
}

void Ledger::create() {
    state::create_in_schema(session_.connection(), sql::ledger_create, session_.settings().pgmend_schema,
                            session_.has_pgmend_schema());
    enabled_ = true;
    has_parents_ = true;
    compose();
}

/// A ledger that cannot be changed now serves as it is: its owner, or a quieter time, will see to it.
void Ledger::renew() {
    has_parents_ = session_.has_ledger_index();
    if (!has_parents_) {
        const auto script = fmt::format("SET LOCAL lock_timeout = '{}ms';\n{}",
                                        session_.settings().lock_timeout.count(), sql::ledger_create);
        try {
            state::create_in_schema(session_.connection(), script, session_.settings().pgmend_schema, true);
        } catch (const pg::SqlError& error) {
            if (!error.is(pg::sqlstate::insufficient_privilege) &&
                !error.is(pg::sqlstate::lock_not_available))
                throw;
            return;
        }
    }
    has_parents_ = true;
    compose();
}

pg::Query Ledger::insert_query(const LedgerEntry& entry) const {
    pg::Parameters values(session_.version_table().qualified(), entry.revision, entry.direction,
                          entry.checksum, entry.statements, entry.done, entry.skipped, entry.done_checksum,
                          entry.down_sql, fmt::format("pgmend {}", version()), entry.finished);
    if (has_parents_)
        values.add(entry.parents);
    return {.sql = entry.closes ? closing_insert_sql_ : insert_sql_, .parameters = std::move(values)};
}

pg::Query Ledger::update_query(long long id, const LedgerEntry& entry) const {
    return {.sql = update_sql_,
            .parameters = {id, entry.checksum, entry.statements, entry.done, entry.skipped,
                           entry.done_checksum, entry.finished}};
}

long long Ledger::open(const LedgerEntry& entry) {
    auto first = entry;
    first.closes = true;
    return session_.connection().run(insert_query(first)).get<long long>(0, 0);
}

std::vector<OpenRun> Ledger::open_runs() {
    if (!enabled_)
        return {};
    return holding(open_runs_of(session_.connection().run(unfinished_query(session_).query())));
}

std::set<std::string> Ledger::begun(const std::string& direction) {
    if (!enabled_)
        return {};
    auto runs = open_runs_of(session_.connection().run(unfinished_query(session_).query()));
    for (const auto& run : runs)
        if (!run.holds)
            session_.connection().run(
                pg::own(fmt::format("UPDATE {} SET finished_at = clock_timestamp() WHERE id = $1", table_)),
                {run.id});
    std::set<std::string> revisions;
    for (const auto& run : holding(std::move(runs)))
        if (run.direction == direction)
            revisions.insert(run.revision);
    return revisions;
}

std::optional<OpenRun> Ledger::open_run(const std::string& revision, const std::string& direction,
                                        const std::optional<std::vector<std::string>>& parents) {
    for (auto& run : open_runs())
        if (run.revision == revision && run.direction == direction &&
            (!parents || !run.parents || *run.parents == *parents))
            return run;
    return std::nullopt;
}

bool Ledger::accept(const std::string& revision, const std::string& checksum) {
    if (!enabled_)
        return false;
    const auto sql = fmt::format(
        "UPDATE {0} SET checksum = $3 WHERE direction <> 'down' AND id = (SELECT max(id) FROM {0} "
        "WHERE version_table = $1 AND revision = $2 AND finished_at IS NOT NULL)",
        table_);
    return session_.connection()
               .run(pg::own(sql), {session_.version_table().qualified(), revision, checksum})
               .affected() > 0;
}

std::map<std::string, std::string> Ledger::applied_checksums() const {
    std::map<std::string, std::string> checksums;
    if (!session_.recorded())
        return checksums;
    for (const auto& record : records_of(*session_.recorded(), session_)) {
        if (!record.complete)
            continue;
        checksums.erase(record.revision);
        if (record.direction != "down" && record.checksum && !record.checksum->empty())
            checksums.emplace(record.revision, *record.checksum);
    }
    return checksums;
}

} // namespace pgmend::migrate
