#include "maintain/job.hpp"

#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "sql/queries.hpp"
#include "state/own_schema.hpp"

#include <fmt/format.h>

namespace pgmend::maintain {

JobStore::JobStore(pg::Connection& connection, std::string schema)
    : connection_(connection), schema_(std::move(schema)), table_(pg::quote_qualified(schema_, "job")),
      exists_(may_use()) {}

/// Whether it is there and the role may use it.
bool JobStore::may_use() {
    return connection_
        .run(pg::own("SELECT coalesce(CASE WHEN has_schema_privilege(to_regnamespace($2), 'USAGE') "
                     "THEN has_table_privilege(to_regclass($1), 'SELECT') AND "
                     "has_table_privilege(to_regclass($1), 'INSERT') AND "
                     "has_table_privilege(to_regclass($1), 'UPDATE') END, false)"),
             {table_, pg::quote_identifier(schema_)})
        .get<bool>(0, 0);
}

bool JobStore::ensure() {
    if (exists_) {
        add_new_columns();
        return true;
    }
    const bool has_schema =
        connection_.run(pg::own("SELECT to_regnamespace($1) IS NOT NULL"), {pg::quote_identifier(schema_)})
            .get<bool>(0, 0);
    try {
        state::create_in_schema(connection_, sql::job_create, schema_, has_schema);
        exists_ = may_use();
    } catch (const pg::SqlError& error) {
        if (!error.is(pg::sqlstate::insufficient_privilege) && !error.is(pg::sqlstate::read_only_transaction))
            throw;
    }
    return exists_;
}

/// A table that an earlier version made gets what it lacks.
void JobStore::add_new_columns() {
    const auto found = connection_.run(pg::own("SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = "
                                               "$1::regclass AND attname = 'place' AND NOT attisdropped)"),
                                       {table_});
    if (!found.get<bool>(0, 0))
        connection_.run(
            fmt::format("ALTER TABLE {} ADD COLUMN IF NOT EXISTS place text NOT NULL DEFAULT ''", table_));
}

std::string JobStore::why_not() {
    if (connection_.run(pg::own("SELECT to_regnamespace($1) IS NOT NULL"), {pg::quote_identifier(schema_)})
            .get<bool>(0, 0))
        return fmt::format(
            "no privilege on {0}: the job exists only in this session and cannot be resumed (GRANT USAGE "
            "ON SCHEMA {1} TO {2}; GRANT SELECT, INSERT, UPDATE ON {0} TO {2})",
            table_, pg::quote_identifier(schema_),
            connection_.run(pg::own("SELECT quote_ident(current_user)")).get<std::string>(0, 0));
    return fmt::format(
        "no privilege to create schema {0}: the job exists only in this session and cannot be resumed (GRANT "
        "CREATE ON DATABASE {1} TO {2}, or have an owner create {0})",
        schema_, pg::quote_identifier(connection_.database()),
        connection_.run(pg::own("SELECT quote_ident(current_user)")).get<std::string>(0, 0));
}

void JobStore::insert(Job& job) {
    const auto sql =
        fmt::format("INSERT INTO {} (kind, table_schema, table_name, options, state, archive_table) "
                    "VALUES ($1, $2, $3, $4::jsonb, $5, $6) RETURNING id",
                    table_);
    job.id =
        connection_
            .run(sql, {job.kind, job.table_schema, job.table_name, job.options, job.state, job.archive_table})
            .get<long long>(0, 0);
}

void JobStore::update(const Job& job) {
    if (job.id == 0)
        return;
    const auto& f = job.figures;
    connection_.run(
        fmt::format(
            "UPDATE {} SET state = $2, archive_table = $3, error = $4, position = $5, last = $6, "
            "scans = $7, duplicates = $8, deleted = $9, archived = $10, repointed = $11, "
            "left_alone = $12, chunks = $13, longest_chunk_ms = $14, elapsed_ms = $15, chunk_rows = $16, "
            "place = $17, "
            "updated_at = clock_timestamp(), "
            "finished_at = CASE WHEN $2 IN ('done', 'cancelled') THEN clock_timestamp() END "
            "WHERE id = $1",
            table_),
        {job.id, job.state, job.archive_table, job.error, f.position, f.last, f.scans, f.duplicates,
         f.deleted, f.archived, f.repointed, f.left_alone, f.chunks, f.longest_chunk_ms, f.elapsed_ms,
         f.chunk_rows, job.place});
}

std::vector<Job> JobStore::read(const std::string& condition, pg::Parameters parameters) {
    std::vector<Job> jobs;
    if (!exists_)
        return jobs;
    const auto rows =
        connection_.run(fmt::format("SELECT *, coalesce(pg_catalog.to_jsonb(j) OPERATOR(pg_catalog.->>) "
                                    "'place', '') AS work_place, pg_catalog.to_char(started_at AT TIME ZONE "
                                    "'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS "
                                    "started, pg_catalog.to_char(updated_at AT TIME ZONE 'UTC', "
                                    "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS updated "
                                    "FROM {} j {}",
                                    table_, condition),
                        std::move(parameters));
    for (std::size_t row = 0; row < rows.rows(); ++row)
        jobs.push_back({.id = rows.get<long long>(row, "id"),
                        .kind = rows.get<std::string>(row, "kind"),
                        .table_schema = rows.get<std::string>(row, "table_schema"),
                        .table_name = rows.get<std::string>(row, "table_name"),
                        .options = rows.get<std::string>(row, "options"),
                        .place = rows.get<std::string>(row, "work_place"),
                        .state = rows.get<std::string>(row, "state"),
                        .archive_table = rows.get<std::optional<std::string>>(row, "archive_table"),
                        .error = rows.get<std::optional<std::string>>(row, "error"),
                        .started_by = rows.get<std::string>(row, "started_by"),
                        .started_at = rows.get<std::string>(row, "started"),
                        .updated_at = rows.get<std::string>(row, "updated"),
                        .figures = {.position = rows.get<long long>(row, "position"),
                                    .last = rows.get<long long>(row, "last"),
                                    .scans = rows.get<long long>(row, "scans"),
                                    .duplicates = rows.get<long long>(row, "duplicates"),
                                    .deleted = rows.get<long long>(row, "deleted"),
                                    .archived = rows.get<long long>(row, "archived"),
                                    .repointed = rows.get<long long>(row, "repointed"),
                                    .left_alone = rows.get<long long>(row, "left_alone"),
                                    .chunks = rows.get<long long>(row, "chunks"),
                                    .longest_chunk_ms = rows.get<double>(row, "longest_chunk_ms"),
                                    .elapsed_ms = rows.get<double>(row, "elapsed_ms"),
                                    .chunk_rows = rows.get<long long>(row, "chunk_rows")}});
    return jobs;
}

std::vector<Job> JobStore::list() {
    return read("ORDER BY id DESC", {});
}

std::optional<Job> JobStore::find(long long id) {
    auto found = read("WHERE id = $1", {id});
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::optional<Job> JobStore::unfinished(const std::string& kind, const std::string& schema,
                                        const std::string& table) {
    auto found = read("WHERE kind = $1 AND table_schema = $2 AND table_name = $3 AND state NOT IN ('done', "
                      "'cancelled') ORDER BY id DESC LIMIT 1 FOR UPDATE",
                      {kind, schema, table});
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

WorkTable JobStore::work_table(long long id) const {
    if (id == 0)
        return {"pg_temp.pgmend_doomed", "pg_temp.pgmend_ranges"};
    return {pg::quote_qualified(schema_, fmt::format("doomed_{}", id)),
            pg::quote_qualified(schema_, fmt::format("ranges_{}", id))};
}

} // namespace pgmend::maintain
