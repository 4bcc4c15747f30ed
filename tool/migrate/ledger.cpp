#include "migrate/ledger.hpp"

#include "base/version.hpp"
#include "pg/quote.hpp"
#include "sql/queries.hpp"
#include "state/own_schema.hpp"

#include <fmt/format.h>

namespace pgmend::migrate {

Ledger::Ledger(Session& session)
    : session_(session), table_(pg::quote_qualified(session.settings().pgmend_schema, "ledger")),
      enabled_(session.has_ledger()) {
    insert_sql_ = fmt::format(
        "INSERT INTO {} (version_table, revision, direction, checksum, statements, statements_done, "
        "statements_skipped, done_checksum, down_sql, tool, finished_at) VALUES "
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, CASE WHEN $11::boolean THEN clock_timestamp() END) "
        "RETURNING id, extract(epoch FROM clock_timestamp() - now()) * 1000 AS milliseconds",
        table_);
    update_sql_ = fmt::format("UPDATE {} SET checksum = $2, statements = $3, statements_done = $4, "
                              "statements_skipped = $5, done_checksum = $6, "
                              "finished_at = CASE WHEN $7::boolean THEN clock_timestamp() END WHERE id = $1",
                              table_);
}

bool Ledger::possible(Session& session) {
    if (session.has_ledger())
        return true;
    const auto row = session.connection().run(
        "SELECT coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = $1), "
        "has_database_privilege(current_database(), 'CREATE'))",
        {session.settings().pgmend_schema});
    return row.get<bool>(0, 0);
}

void Ledger::ensure(const Listener& listener) {
    enabled_ = enabled_ || session_.has_ledger(); // another process may have made it since the first look
    if (enabled_)
        return;
    try {
        create();
    } catch (const pg::SqlError& error) {
        if (!error.is(pg::sqlstate::insufficient_privilege))
            throw Error(error).in_context("cannot create pgmend's ledger");
        auto& connection = session_.connection();
        listener.warn(
            fmt::format("no right to create the schema {0}: nothing is recorded, and a revision whose "
                        "statements cannot share one transaction is not resumed where it stopped "
                        "(GRANT CREATE ON DATABASE {1} TO {2}, or let an owner create {0})",
                        session_.settings().pgmend_schema, pg::quote_identifier(connection.database()),
                        connection.run("SELECT current_user").get<std::string>(0, 0)));
    }
}

void Ledger::create() {
    state::create_in_schema(session_.connection(), sql::ledger_create, session_.settings().pgmend_schema,
                            session_.has_pgmend_schema());
    enabled_ = true;
}

pg::Query Ledger::insert_query(const LedgerEntry& entry) const {
    return {.sql = insert_sql_,
            .parameters = {session_.version_table().qualified(), entry.revision, entry.direction,
                           entry.checksum, entry.statements, entry.done, entry.skipped, entry.done_checksum,
                           entry.down_sql, fmt::format("pgmend {}", version()), entry.finished}};
}

pg::Query Ledger::update_query(long long id, const LedgerEntry& entry) const {
    return {.sql = update_sql_,
            .parameters = {id, entry.checksum, entry.statements, entry.done, entry.skipped,
                           entry.done_checksum, entry.finished}};
}

long long Ledger::open(const LedgerEntry& entry) {
    return session_.connection().run(insert_query(entry)).get<long long>(0, 0);
}

std::set<std::string> Ledger::begun(const std::string& direction) {
    std::set<std::string> revisions;
    if (!enabled_)
        return revisions;
    const auto found = session_.connection().run(
        fmt::format(
            "SELECT revision FROM {} WHERE version_table = $1 AND direction = $2 AND finished_at IS NULL",
            table_),
        {session_.version_table().qualified(), direction});
    for (std::size_t row = 0; row < found.rows(); ++row)
        revisions.insert(found.get<std::string>(row, 0));
    return revisions;
}

std::optional<OpenRun> Ledger::open_run(const std::string& revision, const std::string& direction) {
    if (!enabled_)
        return std::nullopt;
    const auto sql =
        fmt::format("SELECT id, statements_done, statements_skipped, coalesce(done_checksum, '') FROM {} "
                    "WHERE version_table = $1 AND revision = $2 AND direction = $3 AND "
                    "finished_at IS NULL ORDER BY id DESC LIMIT 1",
                    table_);
    const auto found =
        session_.connection().run(sql, {session_.version_table().qualified(), revision, direction});
    if (found.empty())
        return std::nullopt;
    return OpenRun{.id = found.get<long long>(0, 0),
                   .revision = revision,
                   .direction = direction,
                   .done = static_cast<std::size_t>(found.get<int>(0, 1)),
                   .skipped = static_cast<std::size_t>(found.get<int>(0, 2)),
                   .done_checksum = found.get<std::string>(0, 3)};
}

std::map<std::string, std::string> Ledger::applied_checksums() const {
    std::map<std::string, std::string> checksums;
    if (!session_.recorded())
        return checksums;
    const auto& found = *session_.recorded();
    std::map<long long, std::size_t> runs; // by id, as they were begun
    for (std::size_t row = 0; row < found.rows(); ++row)
        if (found.text(row, 1) == session_.version_table().qualified() && !found.is_null(row, 5))
            runs.emplace(found.get<long long>(row, 0), row);
    for (const auto& [id, row] : runs) {
        checksums.erase(found.get<std::string>(row, 2));
        if (found.text(row, 3) == "up" && !found.is_null(row, 4))
            checksums.emplace(found.text(row, 2), found.text(row, 4));
    }
    return checksums;
}

std::optional<std::string> Ledger::down_sql(const std::string& revision) {
    if (!enabled_)
        return std::nullopt;
    const auto sql = fmt::format("SELECT down_sql FROM {} WHERE version_table = $1 AND revision = $2 AND "
                                 "direction = 'up' AND finished_at IS NOT NULL ORDER BY id DESC LIMIT 1",
                                 table_);
    const auto found = session_.connection().run(sql, {session_.version_table().qualified(), revision});
    return found.empty() ? std::nullopt : found.get<std::optional<std::string>>(0, 0);
}

} // namespace pgmend::migrate
