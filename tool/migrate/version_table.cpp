#include "migrate/version_table.hpp"

#include "pg/quote.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

using Kind = revision::RowChange::Kind;

constexpr std::string_view moved = "pgmend: the version table contains ";

pg::Parameters sorted_rows(std::vector<std::string> rows) {
    std::ranges::sort(rows);
    return pg::Parameters(std::move(rows));
}

/// A query that is true when the table holds exactly the rows of $1, and fails with the text `moved`
/// otherwise: a cast of a text that is made at run time is the only way to raise an error from plain SQL, and
/// plain SQL is what a pipeline can send without waiting.
std::string check(std::string_view table) {
    return fmt::format(
        "SELECT CASE WHEN v.rows OPERATOR(pg_catalog.=) $1::pg_catalog.text[] THEN true "
        "ELSE ('{}' OPERATOR(pg_catalog.||) v.rows::pg_catalog.text)::pg_catalog.bool END AS unmoved "
        "FROM (SELECT coalesce(pg_catalog.array_agg(version_num::pg_catalog.text ORDER BY "
        "version_num COLLATE pg_catalog.\"C\"), '{{}}') "
        "AS rows FROM {}) v",
        moved, table);
}

} // namespace

VersionTable::VersionTable(std::string schema, std::string name)
    : name_(std::move(name)), schema_(std::move(schema)), qualified_(pg::quote_qualified(schema_, name_)),
      check_sql_(check(qualified_)) {
    // The check is the query itself and the change its by-work: a join of the two would not look at the check
    // where there is no row to change, which is just when it matters. Both see the rows as they were before.
    const auto guarded = [&](std::string_view change) {
        return fmt::format("WITH changed AS ({}) {}", change, check_sql_);
    };
    plain_update_sql_ =
        fmt::format("UPDATE {} SET version_num = $2 WHERE version_num OPERATOR(pg_catalog.=) $1", qualified_);
    plain_insert_sql_ = fmt::format("INSERT INTO {} (version_num) VALUES ($1)", qualified_);
    plain_remove_sql_ = fmt::format("DELETE FROM {} WHERE version_num OPERATOR(pg_catalog.=) $1", qualified_);
    update_sql_ = guarded(fmt::format(
        "UPDATE {} SET version_num = $3 WHERE version_num OPERATOR(pg_catalog.=) $2", qualified_));
    insert_sql_ = guarded(fmt::format("INSERT INTO {} (version_num) VALUES ($2)", qualified_));
    remove_sql_ =
        guarded(fmt::format("DELETE FROM {} WHERE version_num OPERATOR(pg_catalog.=) $2", qualified_));
}

std::string VersionTable::create_sql() const {
    return fmt::format("CREATE TABLE {} (\n"
                       "    version_num VARCHAR(32) NOT NULL, \n"
                       "    CONSTRAINT {} PRIMARY KEY (version_num)\n"
                       ")",
                       qualified_, pg::quote_identifier(name_ + "_pkc"));
}

std::string VersionTable::select_sql() const {
    return fmt::format("SELECT version_num FROM {}", qualified_);
}

std::string VersionTable::lock_sql() const {
    return fmt::format("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", qualified_);
}

pg::Query VersionTable::check_query(const std::vector<std::string>& rows) const {
    return {.sql = check_sql_, .parameters = sorted_rows(rows)};
}

std::vector<pg::Query> VersionTable::change_queries(const std::vector<std::string>& rows,
                                                    const std::vector<revision::RowChange>& changes) const {
    std::vector<pg::Query> queries;
    if (changes.empty())
        queries.push_back(check_query(rows));
    for (const auto& change : changes) {
        const bool first = queries.empty();
        auto parameters = first ? sorted_rows(rows) : pg::Parameters();
        if (change.kind != Kind::insert)
            parameters.add(change.from);
        if (change.kind != Kind::remove)
            parameters.add(change.to);
        const std::string_view sql = change.kind == Kind::update ? (first ? update_sql_ : plain_update_sql_)
                                     : change.kind == Kind::insert
                                         ? (first ? insert_sql_ : plain_insert_sql_)
                                         : (first ? remove_sql_ : plain_remove_sql_);
        queries.push_back({.sql = sql, .parameters = std::move(parameters)});
    }
    return queries;
}

std::vector<std::string> VersionTable::script(const std::vector<revision::RowChange>& changes) const {
    std::vector<std::string> statements;
    for (const auto& change : changes) {
        const auto from = pg::quote_literal(change.from), to = pg::quote_literal(change.to);
        if (change.kind == Kind::update)
            statements.push_back(fmt::format("UPDATE {0} SET version_num={2} WHERE {0}.version_num = {1}",
                                             qualified_, from, to));
        else if (change.kind == Kind::insert)
            statements.push_back(fmt::format("INSERT INTO {} (version_num) VALUES ({})", qualified_, to));
        else
            statements.push_back(
                fmt::format("DELETE FROM {0} WHERE {0}.version_num = {1}", qualified_, from));
    }
    return statements;
}

bool is_moved(const pg::SqlError& error) {
    return error.is(pg::sqlstate::invalid_text) &&
           error.diagnostic().message.find(moved) != std::string::npos;
}

} // namespace pgmend::migrate
