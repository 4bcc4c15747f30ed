#include "commands/dedupe_defaults.hpp"

#include "base/error.hpp"
#include "commands/settings_check.hpp"
#include "pg/connection.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

/// As maintain::read_table() reads a name: as SQL if it has quotes, else with its parts quoted.
std::string sql_name(const std::string& name) {
    const auto dot = name.find('.');
    if (name.find('"') != std::string::npos)
        return name;
    return dot == std::string::npos ? pg::quote_identifier(name)
                                    : pg::quote_qualified(name.substr(0, dot), name.substr(dot + 1));
}

/// Every [dedupe.NAME]; [dedupe.SCHEMA.NAME] without quotes is a table in a table.
void collect(const toml::table& table, const std::string& prefix,
             std::vector<std::pair<std::string, const toml::table*>>& found) {
    for (const auto& [key, value] : table) {
        const auto name = prefix + std::string(key.str());
        if (const auto* inner = value.as_table(); inner != nullptr && prefix.empty() && holds_tables(*inner))
            collect(*inner, name + ".", found);
        else if (inner != nullptr)
            found.emplace_back(name, inner);
    }
}

} // namespace

std::optional<toml::table> dedupe_defaults(const std::string& name, const Context& context) {
    if (context.globals.config_file.empty())
        return std::nullopt;
    const auto file = toml::parse_file(context.globals.config_file);
    const auto* tables = file["dedupe"].as_table();
    std::vector<std::pair<std::string, const toml::table*>> found;
    if (tables != nullptr)
        collect(*tables, "", found);
    if (found.empty())
        return std::nullopt;
    std::vector<std::string> names;
    for (const auto& [one, table] : found)
        names.push_back(sql_name(one));
    auto connection =
        pg::Connection::open(resolve_database(context.globals), {.application_name = "pgmend dedupe"});
    const auto rows =
        connection.run(pg::own("SELECT number FROM unnest($1::text[]) WITH ORDINALITY AS u (name, number) "
                               "WHERE to_regclass(u.name) = to_regclass($2) ORDER BY number"),
                       {names, sql_name(name)});
    if (rows.empty())
        return std::nullopt;
    const auto at = [&](std::size_t row) {
        return static_cast<std::size_t>(rows.get<long long>(row, 0)) - 1;
    };
    if (rows.rows() > 1)
        throw UsageError(fmt::format("[dedupe.{}] and [dedupe.{}] are about the same table",
                                     found[at(0)].first, found[at(1)].first))
            .at({.file = context.globals.config_file,
                 .line = static_cast<int>(found[at(1)].second->source().begin.line)});
    return *found[at(0)].second;
}

} // namespace pgmend::commands
