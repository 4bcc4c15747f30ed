#include "maintain/restore_columns.hpp"

#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "pg/transaction.hpp"
#include "sql/queries.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

std::map<std::string, std::string> types_of(pg::Connection& connection, const std::string& archive) {
    const auto rows =
        connection.run(sql::maintain_columns,
                       {connection.run(pg::own("SELECT $1::regclass::oid"), {archive}).get<long long>(0, 0)});
    std::map<std::string, std::string> types;
    for (std::size_t row = 0; row < rows.rows(); ++row)
        types.emplace(rows.get<std::string>(row, "name"), rows.get<std::string>(row, "type"));
    return types;
}

const Column* home_of(const Table& table, const ArchiveColumn& archived,
                      const std::vector<ArchiveColumn>& all) {
    const auto by_number = std::ranges::find(table.columns, archived.number, &Column::number);
    if (archived.number != 0 && by_number != table.columns.end())
        return &*by_number;
    const auto* by_name = table.find(archived.name);
    const bool taken = by_name != nullptr && archived.number != 0 &&
                       std::ranges::find(all, by_name->number, &ArchiveColumn::number) != all.end();
    return taken ? nullptr : by_name;
}

/// Whether the server lets values of the archive into the column, and back for the comparison. Planning a
/// statement shows it and runs neither triggers nor rules.
bool converts(pg::Connection& connection, const Table& table, const std::string& archive,
              const HomeColumn& home) {
    const auto planned = [&](const std::string& sql) {
        try {
            const pg::Transaction transaction(connection, pg::begin_either);
            connection.run("EXPLAIN " + sql);
            return true;
        } catch (const pg::SqlError& error) {
            if (pg::is_from_outside(error))
                throw;
            return false;
        }
    };
    const auto column = pg::quote_identifier(home.column), archived = pg::quote_identifier(home.archived);
    return planned(fmt::format("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {}",
                               table.qualified, column, archived, archive)) &&
           planned(fmt::format("SELECT {}::{} FROM {}", column, home.type, table.qualified));
}

} // namespace

RestoreColumns find_homes(pg::Connection& connection, const Table& table, const std::string& archive,
                          std::vector<ArchiveColumn> archived) {
    const auto types = types_of(connection, archive);
    if (archived.empty())
        for (const auto& [name, type] : types)
            if (fmt::format(", {},", archive_columns).find(fmt::format(" {},", name)) == std::string::npos)
                archived.push_back({.name = name});
    RestoreColumns found;
    for (const auto& one : archived) {
        const auto type = types.find(one.name);
        if (type == types.end())
            throw UsageError(fmt::format("the archive {} has lost its column {}", archive,
                                         pg::quote_identifier(one.name)));
        const auto* column = home_of(table, one, archived);
        if (column != nullptr && !column->generated) {
            HomeColumn home{.archived = one.name,
                            .column = column->name,
                            .type = type->second,
                            .same_type = column->type == type->second};
            if (home.same_type || converts(connection, table, archive, home)) {
                found.home.push_back(std::move(home));
                continue;
            }
        }
        const bool computed = one.generated || (column != nullptr && column->generated && one.number == 0);
        if (!computed) // the table computes it again
            found.homeless.push_back(one.name);
    }
    return found;
}

} // namespace pgmend::maintain
