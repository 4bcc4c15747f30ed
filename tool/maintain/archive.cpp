#include "maintain/archive.hpp"

#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "pg/transaction.hpp"
#include "sql/queries.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

std::string comment_of(const Table& table) {
    return fmt::format("rows that pgmend deleted from {}", table.qualified);
}

/// Within PostgreSQL's 63 bytes, on a character boundary.
std::string archive_name(const Table& table, int attempt) {
    const auto suffix = attempt > 1 ? fmt::format("_{}", attempt) : std::string();
    auto name = "archive_" + table.name;
    for (std::size_t room = 63 - suffix.size(); name.size() > room;)
        do
            name.pop_back();
        while (!name.empty() && (static_cast<unsigned char>(name.back()) & 0xC0) == 0x80 &&
               name.size() > room);
    return name + suffix;
}

/// The types of the archive's columns by name.
std::map<std::string, std::string> types_of(pg::Connection& connection, const std::string& qualified) {
    const auto rows = connection.run(
        sql::maintain_columns,
        {connection.run(pg::own("SELECT $1::regclass::oid"), {qualified}).get<long long>(0, 0)});
    std::map<std::string, std::string> types;
    for (std::size_t row = 0; row < rows.rows(); ++row)
        types.emplace(rows.text(row, 0), rows.text(row, 1));
    return types;
}

void create(pg::Connection& connection, const std::string& qualified, const Table& table) {
    connection.run_script(
        fmt::format("{3}; CREATE TABLE {0} (pgmend_job bigint NOT NULL, pgmend_row bigint NOT NULL, "
                    "pgmend_time timestamptz NOT NULL DEFAULT now(), pgmend_kept jsonb, LIKE {1}, "
                    "PRIMARY KEY (pgmend_job, pgmend_row)); COMMENT ON TABLE {0} IS {2}; COMMIT",
                    qualified, table.qualified, pg::quote_literal(comment_of(table)), pg::begin_writing));
    // What must hold in the table need not hold in its archive, and a later NULL must find its place.
    for (const auto& column : table.columns)
        if (!column.nullable)
            connection.run(fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL", qualified,
                                       pg::quote_identifier(column.name)));
}

/// Whether the archive can take the table's rows, after columns it lacks have been added.
bool fits(pg::Connection& connection, const std::string& qualified, const Table& table) {
    const auto types = types_of(connection, qualified);
    const bool other = std::ranges::any_of(table.columns, [&](const Column& column) {
        const auto found = types.find(column.name);
        return found != types.end() && found->second != column.type;
    });
    if (other)
        return false;
    for (const auto& column : table.columns)
        if (!types.contains(column.name))
            connection.run(fmt::format("ALTER TABLE {} ADD COLUMN {} {}", qualified,
                                       pg::quote_identifier(column.name), column.type));
    return true;
}

} // namespace

std::string ensure_archive(pg::Connection& connection, const std::string& pgmend_schema, const Table& table) {
    for (int attempt = 1;; ++attempt) {
        const auto qualified = pg::quote_qualified(pgmend_schema, archive_name(table, attempt));
        const auto found = connection.run(
            pg::own("SELECT to_regclass($1) IS NOT NULL, obj_description(to_regclass($1), 'pg_class')"),
            {qualified});
        if (!found.get<bool>(0, 0)) {
            create(connection, qualified, table);
            return qualified;
        }
        if (found.text(0, 1) == comment_of(table) && fits(connection, qualified, table))
            return qualified;
    }
}

} // namespace pgmend::maintain
