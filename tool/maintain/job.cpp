#include "maintain/job.hpp"

#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "sql/queries.hpp"
#include "state/own_schema.hpp"

#include <utility>

#include <fmt/format.h>

namespace pgmend::maintain {

/// Oids say nothing in a database that was restored from a dump. Where the archive has the oid that it had,
/// this is still the database in which the job ran; without an archive, the relation must have the job's
/// name, or nobody else may have it.
std::string table_of(pg::Connection& connection, const Job& job) {
    auto name = pg::quote_qualified(job.table_schema, job.table_name);
    if (job.table_oid == 0)
        return name;
    const auto found = connection.run(
        pg::own("SELECT n.nspname, c.relname, to_regclass($2)::oid IS NOT DISTINCT FROM c.oid, "
                "to_regclass($2) IS NULL, coalesce(to_regclass($3)::oid = $4::oid, false) FROM (SELECT) one "
                "LEFT JOIN pg_class c ON c.oid = $1::oid AND c.relkind IN ('r', 'p') "
                "LEFT JOIN pg_namespace n ON n.oid = c.relnamespace"),
        {job.table_oid, name, job.archive_table, job.archive_oid});
    const bool same_database = found.get<bool>(0, 4);
    if (job.archive_table && job.archive_oid != 0 && !same_database)
        return name;
    const bool has_name = found.get<bool>(0, 2), name_is_free = found.get<bool>(0, 3);
    if (!found.is_null(0, 1) && (same_database || has_name || name_is_free))
        return pg::quote_qualified(found.get<std::string>(0, 0), found.get<std::string>(0, 1));
    throw UsageError(fmt::format("the table {} of job {} has been dropped", name, job.id))
        .with_hint(job.archive_table
                       ? fmt::format("its rows are in {} (pgmend_job = {})", *job.archive_table, job.id)
                       : fmt::format("'pgmend jobs cancel {}' closes the job", job.id));
}

JobStore::JobStore(pg::Connection& connection, std::string schema)
    : connection_(connection), schema_(std::move(schema)), table_(pg::quote_qualified(schema_, "job")) {
    look();
}

/// Asks whether it is there and what the role may do with it.
void JobStore::look() {
    const auto row = connection_.run(
        pg::own("SELECT coalesce(has_table_privilege(job, 'SELECT'), false), coalesce("
                "has_table_privilege(job, 'INSERT') AND has_table_privilege(job, 'UPDATE'), false) FROM "
                "(SELECT CASE WHEN has_schema_privilege(to_regnamespace($2), 'USAGE') THEN to_regclass($1) "
                "END AS job) found"),
        {table_, pg::quote_identifier(schema_)});
    readable_ = row.get<bool>(0, 0);
    writable_ = readable_ && row.get<bool>(0, 1);
}

bool JobStore::ensure() {
    if (writable_) {
        add_new_columns();
        return true;
    }
    const bool has_schema =
        connection_.run(pg::own("SELECT to_regnamespace($1) IS NOT NULL"), {pg::quote_identifier(schema_)})
            .get<bool>(0, 0);
    try {
        state::create_in_schema(connection_, sql::job_create, schema_, has_schema);
        look();
    } catch (const pg::SqlError& error) {
        if (!error.is(pg::sqlstate::insufficient_privilege) && !error.is(pg::sqlstate::read_only_transaction))
            throw;
    }
    return writable_;
}

/// A table that an earlier version made gets what it lacks.
void JobStore::add_new_columns() {
    if (std::exchange(complete_, true))
        return;
    const auto found =
        connection_.run(pg::own("SELECT count(*) FROM pg_attribute WHERE attrelid = $1::regclass AND "
                                "attname IN ('place', 'table_oid', 'archive_oid', 'archive_columns') "
                                "AND NOT attisdropped"),
                        {table_});
    if (found.get<long long>(0, 0) < 4)
        connection_.run(pg::own(fmt::format(
            "ALTER TABLE {} ADD COLUMN IF NOT EXISTS place text NOT NULL DEFAULT '', ADD COLUMN IF NOT "
            "EXISTS table_oid oid, ADD COLUMN IF NOT EXISTS archive_oid oid, ADD COLUMN IF NOT EXISTS "
            "archive_columns jsonb, DROP CONSTRAINT IF EXISTS job_state_check, ADD CONSTRAINT "
            "job_state_check "
            "CHECK (state IN ('scanning', 'planned', 'deleting', 'indexing', 'running', 'done', 'failed', "
            "'cancelled'))",
            table_)));
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
    add_new_columns();
    const auto sql =
        fmt::format("INSERT INTO {} (kind, table_schema, table_name, options, state, archive_table, "
                    "table_oid) VALUES ($1, $2, $3, $4::jsonb, $5, $6, nullif($7::oid, 0)) RETURNING id",
                    table_);
    job.id = connection_
                 .run(pg::own(sql), {job.kind, job.table_schema, job.table_name, job.options, job.state,
                                     job.archive_table, job.table_oid})
                 .get<long long>(0, 0);
}

void JobStore::update(const Job& job) {
    if (job.id == 0)
        return;
    add_new_columns();
    const auto& f = job.figures;
    connection_.run(
        pg::own(fmt::format(
            "UPDATE {} SET state = $2, archive_table = $3, error = $4, position = $5, last = $6, "
            "scans = $7, duplicates = $8, deleted = $9, archived = $10, repointed = $11, "
            "left_alone = $12, chunks = $13, longest_chunk_ms = $14, elapsed_ms = $15, chunk_rows = $16, "
            "place = $17, archive_columns = $18::jsonb, archive_oid = to_regclass($3), "
            "updated_at = clock_timestamp(), "
            "finished_at = CASE WHEN $2 IN ('done', 'cancelled') THEN clock_timestamp() END "
            "WHERE id = $1",
            table_)),
        {job.id, job.state, job.archive_table, job.error, f.position, f.last, f.scans, f.duplicates,
         f.deleted, f.archived, f.repointed, f.left_alone, f.chunks, f.longest_chunk_ms, f.elapsed_ms,
         f.chunk_rows, job.place, job.archive_columns});
}

std::vector<Job> JobStore::read(const std::string& condition, pg::Parameters parameters) {
    std::vector<Job> jobs;
    if (!readable_)
        return jobs;
    const auto rows = connection_.run(
        pg::own(fmt::format(
            "SELECT *, coalesce(to_jsonb(j) ->> 'place', '') AS work_place, "
            "coalesce(to_jsonb(j) ->> 'table_oid', '0') AS relation, "
            "coalesce(to_jsonb(j) ->> 'archive_oid', '0') AS archive, "
            "to_jsonb(j) ->> 'archive_columns' AS shape, "
            "to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS started, "
            "to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') AS updated "
            "FROM {} j {}",
            table_, condition)),
        std::move(parameters));
    for (std::size_t row = 0; row < rows.rows(); ++row)
        jobs.push_back({.id = rows.get<long long>(row, "id"),
                        .kind = rows.get<std::string>(row, "kind"),
                        .table_schema = rows.get<std::string>(row, "table_schema"),
                        .table_name = rows.get<std::string>(row, "table_name"),
                        .table_oid = static_cast<std::uint32_t>(rows.get<long long>(row, "relation")),
                        .options = rows.get<std::string>(row, "options"),
                        .place = rows.get<std::string>(row, "work_place"),
                        .state = rows.get<std::string>(row, "state"),
                        .archive_table = rows.get<std::optional<std::string>>(row, "archive_table"),
                        .archive_oid = static_cast<std::uint32_t>(rows.get<long long>(row, "archive")),
                        .archive_columns = rows.get<std::optional<std::string>>(row, "shape"),
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

std::optional<Job> JobStore::unfinished(const std::string& kind, const Table& table) {
    if (!writable_)
        return std::nullopt; // and FOR UPDATE would be refused
    auto found =
        read("WHERE kind = $1 AND coalesce(to_jsonb(j) ->> 'table_oid' = $2, table_schema = $3 AND "
             "table_name = $4) AND state NOT IN ('done', 'cancelled') ORDER BY id DESC LIMIT 1 FOR UPDATE",
             {kind, std::to_string(table.oid), table.schema, table.name});
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

WorkTable JobStore::work_table(long long id) const {
    if (id == 0)
        return {"pg_temp.pgmend_doomed", "pg_temp.pgmend_ranges"};
    return {pg::quote_qualified(schema_, fmt::format("doomed_{}", id)),
            pg::quote_qualified(schema_, fmt::format("ranges_{}", id))};
}

} // namespace pgmend::maintain
