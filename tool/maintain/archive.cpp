#include "maintain/archive.hpp"

#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "pg/transaction.hpp"
#include "sql/queries.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::maintain {
namespace {

using Types = std::map<std::string, std::string>; ///< by column name

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
Types types_of(pg::Connection& connection, const std::string& qualified) {
    const auto rows = connection.run(
        sql::maintain_columns,
        {connection.run(pg::own("SELECT $1::regclass::oid"), {qualified}).get<long long>(0, 0)});
    Types types;
    for (std::size_t row = 0; row < rows.rows(); ++row)
        types.emplace(rows.get<std::string>(row, "name"), rows.get<std::string>(row, "type"));
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

/// Whether the archive's columns of the table's names have the table's types.
bool fits(const Types& types, const Table& table) {
    return std::ranges::none_of(table.columns, [&](const Column& column) {
        const auto found = types.find(column.name);
        return found != types.end() && found->second != column.type;
    });
}

/// The first name that is free or holds an archive of the table; whether it is there.
std::pair<std::string, bool> find_archive(pg::Connection& connection, const std::string& pgmend_schema,
                                          const Table& table) {
    for (int attempt = 1;; ++attempt) {
        auto qualified = pg::quote_qualified(pgmend_schema, archive_name(table, attempt));
        const auto found = connection.run(
            pg::own("SELECT to_regclass($1) IS NOT NULL, obj_description(to_regclass($1), 'pg_class')"),
            {qualified});
        if (!found.get<bool>(0, 0))
            return {std::move(qualified), false};
        if (found.text(0, 1) == comment_of(table) && fits(types_of(connection, qualified), table))
            return {std::move(qualified), true};
    }
}

void refuse_what_turns_rows_away(pg::Connection& connection, const std::string& archive) {
    const auto found = connection.run(
        pg::own(
            "SELECT 'trigger ' || quote_ident(tgname) FROM pg_trigger WHERE tgrelid = $1::regclass AND NOT "
            "tgisinternal AND tgenabled <> 'D' UNION ALL SELECT 'rule ' || quote_ident(rulename) FROM "
            "pg_rewrite "
            "WHERE ev_class = $1::regclass UNION ALL SELECT 'row security' FROM pg_class WHERE oid = "
            "$1::regclass AND relrowsecurity AND row_security_active(oid) LIMIT 1"),
        {archive});
    if (!found.empty())
        throw Error(
            fmt::format("the archive {} has the {}, which could turn rows away", archive, found.text(0, 0)),
            ExitCode::conflict)
            .with_hint("remove it, or rename the archive; then a new one is created");
}

/// The archive's column for one of the table's: the one it has been bound to, or one of its name and type
/// that is bound to no other, or a new one.
ArchiveColumn column_for(pg::Connection& connection, const Archive& archive, Types& types,
                         const Column& column) {
    const auto bound = [&](const std::string& name) {
        return std::ranges::find(archive.columns, name, &ArchiveColumn::name) != archive.columns.end();
    };
    auto name = column.name;
    for (int attempt = 2;; ++attempt) {
        const auto found = types.find(name);
        if (found == types.end())
            break;
        if (found->second == column.type && !bound(name))
            return {.name = name, .number = column.number, .generated = column.generated};
        name = fmt::format("{}_{}", column.name.substr(0, 58), attempt);
    }
    connection.run(fmt::format("ALTER TABLE {} ADD COLUMN {} {}", archive.table, pg::quote_identifier(name),
                               column.type));
    types.emplace(name, column.type);
    return {.name = name, .number = column.number, .generated = column.generated};
}

/// Binds every column of the table that is not bound yet.
void widen(pg::Connection& connection, Archive& archive, const Table& table) {
    auto types = types_of(connection, archive.table);
    for (const auto& column : table.columns) {
        const auto name = archive.name_of(column);
        if (name.empty()) {
            archive.columns.push_back(column_for(connection, archive, types, column));
            continue;
        }
        if (const auto found = types.find(name); found == types.end() || found->second != column.type)
            throw Error(fmt::format("column {} of {} has another type than in the archive {} of this job",
                                    pg::quote_identifier(column.name), table.qualified, archive.table),
                        ExitCode::conflict)
                .with_hint("cancel the job and run the command again: a new job gets a new archive");
    }
}

} // namespace

std::string Archive::name_of(const Column& column) const {
    const auto found = std::ranges::find(columns, column.number, &ArchiveColumn::number);
    return found == columns.end() ? std::string() : found->name;
}

std::string to_json(const std::vector<ArchiveColumn>& columns) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& column : columns)
        list.push_back({{"name", column.name}, {"number", column.number}, {"generated", column.generated}});
    return list.dump();
}

std::vector<ArchiveColumn> archive_columns_of(const std::string& json) {
    std::vector<ArchiveColumn> columns;
    for (const auto& one : nlohmann::json::parse(json))
        columns.push_back(
            {.name = one.at("name"), .number = one.at("number"), .generated = one.at("generated")});
    return columns;
}

std::string planned_archive(pg::Connection& connection, const std::string& pgmend_schema,
                            const Table& table) {
    return find_archive(connection, pgmend_schema, table).first;
}

Archive ensure_archive(pg::Connection& connection, const std::string& pgmend_schema, const Table& table,
                       const std::optional<Archive>& known) {
    Archive archive;
    if (known) {
        archive = *known;
    } else {
        const auto [name, exists] = find_archive(connection, pgmend_schema, table);
        archive.table = name;
        if (!exists)
            create(connection, name, table);
    }
    refuse_what_turns_rows_away(connection, archive.table);
    widen(connection, archive, table);
    return archive;
}

} // namespace pgmend::maintain
