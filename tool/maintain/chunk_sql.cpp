#include "maintain/chunk_sql.hpp"

#include "maintain/archive.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

std::vector<std::string> names_of(const Table& table) {
    std::vector<std::string> names;
    for (const auto& column : table.columns)
        names.push_back(column.name);
    return names;
}

/// A row of the table that the foreign key finds referenced.
std::string not_referenced(const Reference& reference) {
    std::string match;
    for (std::size_t i = 0; i < reference.columns.size(); ++i)
        match +=
            fmt::format("{}r.{} = t.{}", i > 0 ? " AND " : "", pg::quote_identifier(reference.columns[i]),
                        pg::quote_identifier(reference.referenced[i]));
    return fmt::format(" AND NOT EXISTS (SELECT FROM {} r WHERE {})", reference.table, match);
}

} // namespace

std::string ChunkSql::batch() const {
    return fmt::format("batch AS MATERIALIZED (SELECT n, row_id, row_xmin, kept_id, kept_xmin FROM {} "
                       "WHERE n > $1::bigint AND n <= $2::bigint AND {})",
                       work, tables.condition);
}

/// The kept row's primary key as JSON; without one the key of the group is the same in the archived row.
std::string ChunkSql::kept_key() const {
    if (table->primary_key.empty())
        return "NULL::jsonb";
    std::string pairs;
    for (const auto& column : table->primary_key)
        pairs += fmt::format("{}{}, k.{}", pairs.empty() ? "" : ", ", pg::quote_literal(column),
                             pg::quote_identifier(column));
    return fmt::format("jsonb_build_object({})", pairs);
}

std::string ChunkSql::delete_rows(bool careful) const {
    const bool archives = !archive.empty();
    auto sql = "WITH " + batch();
    std::string from = "batch b", condition = "t.ctid = b.row_id AND t.xmin = b.row_xmin",
                kept = "NULL::jsonb";
    if (careful) {
        sql += fmt::format(", locked AS MATERIALIZED (SELECT k.ctid AS id, {} AS kept FROM (SELECT DISTINCT "
                           "kept_id, kept_xmin FROM batch) d JOIN ONLY {} k ON k.ctid = d.kept_id AND "
                           "k.xmin = d.kept_xmin FOR SHARE OF k)",
                           archives ? kept_key() : "NULL::jsonb", tables.kept);
        from += ", locked l";
        condition += " AND l.id = b.kept_id";
        kept = "l.kept";
    } else if (archives) {
        from += fmt::format(", ONLY {} k", tables.kept);
        condition += " AND k.ctid = b.kept_id AND k.xmin = b.kept_xmin";
        kept = kept_key();
    }
    for (const auto& reference : table->references)
        condition += not_referenced(reference);
    sql += fmt::format(", gone AS (DELETE FROM ONLY {} t USING {} WHERE {} RETURNING b.n", tables.rows, from,
                       condition);
    if (archives)
        sql += fmt::format(", {} AS pgmend_kept, {}", kept, column_list(names_of(*table), "t."));
    sql += ")";
    if (archives)
        sql += fmt::format(
            ", archived AS (INSERT INTO {} ({}, {}) SELECT {}, n, now(), pgmend_kept, {} FROM gone "
            "RETURNING 1)",
            archive, archive_columns, column_list(names_of(*table)), job, column_list(names_of(*table)));
    return sql + fmt::format(" SELECT (SELECT count(*) FROM batch), (SELECT count(*) FROM gone), {}, {}",
                             archives ? "(SELECT count(*) FROM archived)" : "0", tables.condition);
}

std::string ChunkSql::count_doubtful() const {
    return fmt::format("WITH {} SELECT count(*) FROM (SELECT DISTINCT kept_id, kept_xmin FROM batch) d "
                       "LEFT JOIN ONLY {} k ON k.ctid = d.kept_id AND k.xmin = d.kept_xmin "
                       "WHERE k.xmax IS DISTINCT FROM '0'::xid",
                       batch(), tables.kept);
}

std::string ChunkSql::lock_rows() const {
    return fmt::format(
        "WITH {} SELECT count(*) FROM (SELECT FROM batch b JOIN ONLY {} t ON t.ctid = b.row_id AND "
        "t.xmin = b.row_xmin FOR UPDATE OF t) AS locked",
        batch(), tables.rows);
}

std::string ChunkSql::repoint(const Reference& reference) const {
    std::string set, match;
    for (std::size_t i = 0; i < reference.columns.size(); ++i) {
        const auto own = pg::quote_identifier(reference.columns[i]);
        const auto other = pg::quote_identifier(reference.referenced[i]);
        set += fmt::format("{}{} = k.{}", i > 0 ? ", " : "", own, other);
        match += fmt::format(" AND r.{} = t.{}", own, other);
    }
    return fmt::format("WITH {} UPDATE {} r SET {} FROM batch b JOIN ONLY {} t ON t.ctid = b.row_id AND "
                       "t.xmin = b.row_xmin JOIN ONLY {} k ON k.ctid = b.kept_id AND k.xmin = b.kept_xmin "
                       "WHERE true{}",
                       batch(), reference.table, set, tables.rows, tables.kept, match);
}

} // namespace pgmend::maintain
