#include "importers/applied.hpp"

#include "base/error.hpp"
#include "pg/quote.hpp"
#include "sql/queries.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

std::string quoted_name(const std::string& table) {
    const auto dot = table.find('.');
    return dot == std::string::npos ? pg::quote_identifier(table)
                                    : pg::quote_qualified(table.substr(0, dot), table.substr(dot + 1));
}

void check_table(pg::Connection& connection, const Tool& tool, const std::string& table) {
    const auto columns = connection.run(sql::table_columns, {quoted_name(table)});
    if (columns.empty())
        throw UsageError(
            fmt::format("table {} does not exist: {} has not migrated this database", table, tool.title))
            .with_hint("check that this is the right database; if the table has another name, use --table "
                       "SCHEMA.NAME");
    std::vector<std::string> names;
    for (std::size_t row = 0; row < columns.rows(); ++row)
        names.push_back(columns.get<std::string>(row, 0));
    const auto has = [&](std::string_view name) { return std::ranges::find(names, name) != names.end(); };
    if (std::ranges::all_of(tool.columns, has) && (tool.alien.empty() || !has(tool.alien)))
        return;
    throw UsageError(fmt::format("table {} is not a table of {}: its columns are {}", table, tool.title,
                                 fmt::join(names, ", ")))
        .with_hint("use the tool that created it, or name the right table with --table SCHEMA.NAME");
}

} // namespace

History read_history(pg::Connection& connection, const Tool& tool, const std::string& given) {
    const bool other = given == tool.table && !tool.other_table.empty() &&
                       connection.run(sql::table_columns, {quoted_name(given)}).empty();
    const std::string table(other ? tool.other_table : given);
    check_table(connection, tool, table);
    std::string columns;
    for (const auto name : tool.columns)
        columns += (columns.empty() ? "" : ", ") + pg::quote_identifier(name) + "::pg_catalog.text";
    const auto result = connection.run(fmt::format("SELECT {} FROM {} ORDER BY {}", columns,
                                                   quoted_name(table), pg::quote_identifier(tool.order)));
    std::vector<Row> rows;
    for (std::size_t row = 0; row < result.rows(); ++row) {
        rows.emplace_back();
        for (std::size_t column = 0; column < result.columns(); ++column)
            rows.back().push_back(result.get<std::string>(row, column));
    }
    return tool.history(rows);
}

} // namespace pgmend::importers
