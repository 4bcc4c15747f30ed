#include "maintain/restore_sql.hpp"

#include "maintain/duplicates.hpp"
#include "pg/quote.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

std::string stored_value(const HomeColumn& home, const char* alias) {
    const auto column = fmt::format("{}.{}", alias, pg::quote_identifier(home.column));
    return home.same_type ? column : fmt::format("{}::{}", column, home.type);
}

template <typename Of>
std::string listed(const std::vector<HomeColumn>& columns, Of of) {
    std::string list;
    for (const auto& one : columns)
        list += fmt::format("{}{}", list.empty() ? "" : ", ", of(one));
    return list;
}

} // namespace

RestoreSql::RestoreSql(const Table& table, std::string archive, RestoreColumns columns,
                       const std::vector<std::string>& except)
    : table_(table), archive_(std::move(archive)), columns_(std::move(columns)) {
    const auto excepted = [&](const std::string& name) {
        return std::ranges::find(except, name) != except.end();
    };
    std::erase_if(columns_.homeless, excepted);
    std::ranges::copy_if(columns_.home, std::back_inserter(compared_), [&](const HomeColumn& home) {
        return !excepted(home.archived) && !excepted(home.column);
    });
}

/// A row is put back when all its values have a place to go to.
std::string RestoreSql::with_home() const {
    std::string condition;
    for (const auto& name : columns_.homeless)
        condition += fmt::format(" AND a.{} IS NULL", pg::quote_identifier(name));
    return condition;
}

std::string RestoreSql::condition(const char* alias) const {
    return fmt::format("{0}.pgmend_job = $1::bigint AND {0}.pgmend_row > $2::bigint AND {0}.pgmend_row <= "
                       "$3::bigint",
                       alias);
}

/// The row as text: what is equal there is as good as the other.
std::string RestoreSql::archived_text(const char* alias) const {
    return fmt::format("ROW({})::text", listed(compared_, [&](const HomeColumn& home) {
                           return fmt::format("{}.{}", alias, pg::quote_identifier(home.archived));
                       }));
}

std::string RestoreSql::stored_text(const char* alias) const {
    return fmt::format("ROW({})::text",
                       listed(compared_, [&](const HomeColumn& home) { return stored_value(home, alias); }));
}

std::string RestoreSql::lock() const {
    return fmt::format("SELECT count(*) FROM (SELECT FROM {} a WHERE {} FOR UPDATE) AS locked", archive_,
                       condition("a"));
}

std::string RestoreSql::count_homeless() const {
    std::string any = "false";
    for (const auto& name : columns_.homeless)
        any += fmt::format(" OR a.{} IS NOT NULL", pg::quote_identifier(name));
    return fmt::format("SELECT count(*) FROM {} a WHERE a.pgmend_job = $1::bigint AND ({})", archive_, any);
}

/// WITH taken (the piece), put (what INSERT says that it stored).
std::string RestoreSql::inserted(const char* list) const {
    const auto archived =
        listed(columns_.home, [](const HomeColumn& home) { return pg::quote_identifier(home.archived); });
    const auto columns =
        listed(columns_.home, [](const HomeColumn& home) { return pg::quote_identifier(home.column); });
    return fmt::format("WITH taken AS MATERIALIZED (SELECT a.*, {} AS pgmend_text FROM {} a WHERE {}{}), "
                       "put AS (INSERT INTO {} AS t ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM taken ORDER "
                       "BY pgmend_row RETURNING {}) ",
                       archived_text("a"), archive_, condition("a"), with_home(), table_.qualified, columns,
                       archived, list);
}

/// Rows that are equal are numbered on both sides: which of them is which makes no difference.
std::string RestoreSql::insert() const {
    return inserted(fmt::format("t.tableoid AS rel, t.ctid AS place, {} AS pgmend_text", stored_text("t"))
                        .c_str()) +
           "SELECT (SELECT count(*) FROM taken), (SELECT count(*) FROM put), "
           "pg_catalog.array_agg(pgmend_row), pg_catalog.array_agg(rel), pg_catalog.array_agg(place) FROM "
           "(SELECT pgmend_row, pgmend_text, row_number() OVER "
           "(PARTITION BY pgmend_text) AS nth FROM taken) a JOIN (SELECT rel, place, pgmend_text, "
           "row_number() OVER (PARTITION BY pgmend_text) AS nth FROM put) b USING (pgmend_text, nth)";
}

std::string RestoreSql::remove(bool look) const {
    const auto stored =
        look ? fmt::format(" JOIN {} t ON t.tableoid = p.rel AND t.ctid = p.place", from_item(table_))
             : std::string();
    const auto same =
        look ? fmt::format(" AND {} = {}", archived_text("a"), stored_text("t")) : std::string();
    return fmt::format("DELETE FROM {} a USING unnest($2::bigint[], $3::oid[], $4::tid[]) p (number, rel, "
                       "place){} WHERE a.pgmend_job = $1::bigint AND a.pgmend_row = p.number{}",
                       archive_, stored, same);
}

std::string RestoreSql::changed() const {
    const auto differ = listed(compared_, [](const HomeColumn& home) {
        return fmt::format("CASE WHEN ROW(taken.{})::text <> ROW({})::text THEN {}::text END",
                           pg::quote_identifier(home.archived),
                           home.same_type
                               ? "put." + pg::quote_identifier(home.column)
                               : fmt::format("put.{}::{}", pg::quote_identifier(home.column), home.type),
                           pg::quote_literal(home.column));
    });
    return inserted("t.*") +
           fmt::format("SELECT pg_catalog.array_remove(ARRAY[{}]::text[], NULL) FROM taken, put", differ);
}

} // namespace pgmend::maintain
