#include "maintain/chunk_sql.hpp"

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

/// What the archive calls the same columns.
std::vector<std::string> archived_names(const Table& table, const Archive& archive) {
    std::vector<std::string> names;
    for (const auto& column : table.columns)
        names.push_back(archive.name_of(column));
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

/// The chunk's rows of the work table, as an item of FROM.
std::string ChunkSql::batch() const {
    return fmt::format(
        "(SELECT row_id, row_xmin, kept_id, kept_xmin FROM {} WHERE {} AND row_id > $1::tid AND "
        "row_id <= $2::tid AND {}) b",
        work, part.condition(), part.unchanged());
}

/// The kept row's primary key as JSON; without one the key of the group is the same in the archived row.
std::string ChunkSql::kept_key() const {
    if (table->primary_key.empty())
        return "NULL::jsonb";
    std::string pairs;
    for (const auto& column : table->primary_key)
        pairs += fmt::format("{}{}, k.{}", pairs.empty() ? "" : ", ", pg::quote_literal(column),
                             pg::quote_identifier(column));
    return fmt::format("pg_catalog.jsonb_build_object({})", pairs);
}

bool ChunkSql::concerns(const Reference& reference) const {
    return reference.only == 0 || std::to_string(reference.only) == part.rel;
}

std::string ChunkSql::delete_rows(bool lock_kept, long long first) const {
    const bool archives = archive != nullptr;
    std::string sql = "WITH ", from = batch(), condition = "t.ctid = b.row_id AND t.xmin = b.row_xmin",
                kept = "NULL::jsonb";
    if (lock_kept) {
        sql += fmt::format("locked AS MATERIALIZED (SELECT k.ctid AS id, {} AS kept FROM (SELECT DISTINCT "
                           "kept_id, kept_xmin FROM {}) d JOIN ONLY {} k ON k.ctid = d.kept_id AND "
                           "k.xmin = d.kept_xmin FOR SHARE OF k), ",
                           archives ? kept_key() : "NULL::jsonb", batch(), part.kept);
        from += ", locked l";
        condition += " AND l.id = b.kept_id";
        kept = "l.kept";
    } else if (archives) {
        from += fmt::format(", ONLY {} k", part.kept);
        condition += " AND k.ctid = b.kept_id AND k.xmin = b.kept_xmin";
        kept = kept_key();
    }
    for (const auto& reference : table->references)
        if (concerns(reference))
            condition += not_referenced(reference);
    sql += fmt::format(
        "gone AS (DELETE FROM ONLY {} t USING {} WHERE {} RETURNING {})", part.rows, from, condition,
        archives ? fmt::format("{} AS pgmend_kept, {}", kept, column_list(names_of(*table), "t.")) : "1");
    if (archives)
        sql +=
            fmt::format(", archived AS (INSERT INTO {} ({}, {}) SELECT {}, {} + row_number() OVER (), now(), "
                        "pgmend_kept, {} FROM gone RETURNING 1)",
                        archive->table, archive_columns, column_list(archived_names(*table, *archive)), job,
                        first, column_list(names_of(*table)));
    return sql + fmt::format(" SELECT (SELECT count(*) FROM {}), (SELECT count(*) FROM gone), {}, {}",
                             batch(), archives ? "(SELECT count(*) FROM archived)" : "0", part.unchanged());
}

std::string ChunkSql::count_keepers_in_flux() const {
    return fmt::format("SELECT count(*) FROM {} LEFT JOIN ONLY {} k ON k.ctid = b.kept_id AND k.xmin = "
                       "b.kept_xmin WHERE k.xmax IS DISTINCT FROM '0'::xid",
                       batch(), part.kept);
}

std::string ChunkSql::lock_rows() const {
    return fmt::format("SELECT count(*) FROM (SELECT FROM {} JOIN ONLY {} t ON t.ctid = b.row_id AND "
                       "t.xmin = b.row_xmin FOR UPDATE OF t) AS locked",
                       batch(), part.rows);
}

std::string ChunkSql::repoint(const Reference& reference) const {
    std::string set, match;
    for (std::size_t i = 0; i < reference.columns.size(); ++i) {
        const auto own = pg::quote_identifier(reference.columns[i]);
        const auto other = pg::quote_identifier(reference.referenced[i]);
        set += fmt::format("{}{} = k.{}", i > 0 ? ", " : "", own, other);
        match += fmt::format(" AND r.{} = t.{}", own, other);
    }
    return fmt::format("UPDATE {} r SET {} FROM {} JOIN ONLY {} t ON t.ctid = b.row_id AND "
                       "t.xmin = b.row_xmin JOIN ONLY {} k ON k.ctid = b.kept_id AND k.xmin = b.kept_xmin "
                       "WHERE true{}",
                       reference.table, set, batch(), part.rows, part.kept, match);
}

} // namespace pgmend::maintain
