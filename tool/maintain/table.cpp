#include "maintain/table.hpp"

#include "base/nearest.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "sql/queries.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

std::string quoted_parts(const std::string& name) {
    const auto dot = name.find('.');
    if (name.find('"') != std::string::npos)
        return name;
    if (dot == std::string::npos)
        return pg::quote_identifier(name);
    return pg::quote_qualified(name.substr(0, dot), name.substr(dot + 1));
}

pg::Result find(pg::Connection& connection, const std::string& name) {
    try {
        return connection.run(sql::maintain_table, {name, quoted_parts(name)});
    } catch (const pg::SqlError& error) {
        if (error.is("42602") || error.is(pg::sqlstate::invalid_schema) || error.is("0A000"))
            return connection.run(sql::maintain_table, {quoted_parts(name), quoted_parts(name)});
        throw;
    }
}

std::string suggestion(pg::Connection& connection, const std::string& name) {
    const auto known =
        connection.run(pg::own("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND "
                               "relnamespace::regnamespace::text !~ '^pg_|^information_schema$'"));
    std::vector<std::string> names;
    for (std::size_t row = 0; row < known.rows(); ++row)
        names.push_back(known.get<std::string>(row, 0));
    return did_you_mean(name, names);
}

void read_columns(pg::Connection& connection, Table& table) {
    const auto rows = connection.run(sql::maintain_columns, {table.oid});
    std::vector<std::pair<int, std::string>> key;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        table.columns.push_back({.name = rows.get<std::string>(row, "name"),
                                 .number = rows.get<int>(row, "number"),
                                 .type = rows.get<std::string>(row, "type"),
                                 .nullable = rows.get<bool>(row, "nullable"),
                                 .generated = rows.get<bool>(row, "generated"),
                                 .identity = rows.get<bool>(row, "identity")});
        if (const auto position = rows.get<std::optional<int>>(row, "key_position"))
            key.emplace_back(*position, table.columns.back().name);
    }
    std::ranges::sort(key);
    for (auto& [position, column] : key)
        table.primary_key.push_back(std::move(column));
}

std::string kind_words(const std::string& kind) {
    if (kind == "v")
        return "a view";
    if (kind == "m")
        return "a materialized view";
    if (kind == "f")
        return "a foreign table";
    if (kind == "S")
        return "a sequence";
    return kind == "c" ? "a composite type" : "an index";
}

void read_leaves(pg::Connection& connection, Table& table) {
    const auto rows = connection.run(sql::maintain_leaves, {table.oid});
    for (std::size_t row = 0; row < rows.rows(); ++row) {
        table.leaves.push_back({.oid = static_cast<std::uint32_t>(rows.get<long long>(row, "oid")),
                                .qualified = pg::quote_qualified(rows.get<std::string>(row, "schema"),
                                                                 rows.get<std::string>(row, "name")),
                                .file = static_cast<std::uint32_t>(rows.get<long long>(row, "file")),
                                .rows = rows.get<long long>(row, "rows"),
                                .access = rows.get<std::string>(row, "access")});
        if (table.leaves.back().file == 0)
            throw UsageError(fmt::format("{} has a partition that is not stored on this server: {}",
                                         table.qualified, table.leaves.back().qualified))
                .with_hint("run the command for each local partition");
    }
}

} // namespace

const Column* Table::find(std::string_view column) const noexcept {
    const auto found = std::ranges::find(columns, column, &Column::name);
    return found == columns.end() ? nullptr : &*found;
}

Table read_table(pg::Connection& connection, const std::string& name) {
    const auto found = find(connection, name);
    if (found.empty())
        throw UsageError(fmt::format("table '{}' does not exist{}", name, suggestion(connection, name)));
    Table table{.oid = static_cast<std::uint32_t>(found.get<long long>(0, "oid")),
                .schema = found.get<std::string>(0, "schema"),
                .name = found.get<std::string>(0, "name"),
                .partitioned = found.get<std::string>(0, "kind") == "p",
                .temporary = found.get<std::string>(0, "persistence") == "t",
                .has_children = found.get<bool>(0, "has_children"),
                .may_delete = found.get<bool>(0, "may_delete"),
                .may_lock = found.get<bool>(0, "may_lock"),
                .row_security = found.get<bool>(0, "row_security"),
                .rows = found.get<long long>(0, "rows"),
                .bytes = found.get<long long>(0, "bytes")};
    table.qualified = pg::quote_qualified(table.schema, table.name);
    if (const auto kind = found.get<std::string>(0, "kind"); kind != "r" && kind != "p")
        throw UsageError(fmt::format("{} is {}, not a table", table.qualified, kind_words(kind)))
            .with_hint("name the table that stores the rows");
    read_columns(connection, table);
    read_leaves(connection, table);
    return table;
}

void refuse_other_storage(pg::Connection& connection, const Table& table) {
    // Only a table: a view of that name would be somebody else's, and reading it would run what is in it.
    const auto managed = [&](const char* schema, const char* name, const std::string& condition) {
        const auto catalog = connection.run(
            pg::own("SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                    "WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind = 'r')"),
            {schema, name});
        return catalog.get<bool>(0, 0) &&
               connection
                   .run(fmt::format("SELECT EXISTS (SELECT FROM {}.{} e WHERE {})", schema, name, condition),
                        {table.oid})
                   .get<bool>(0, 0);
    };
    const std::string tree = "(WITH RECURSIVE tree AS (SELECT $1::oid AS oid UNION SELECT h.inhrelid FROM "
                             "pg_inherits h JOIN tree ON tree.oid = h.inhparent) SELECT oid FROM tree)";
    const auto refuse = [&](std::string_view what, std::string_view hint) {
        throw Error(fmt::format("{} {}", table.qualified, what)).with_hint(std::string(hint));
    };
    if (managed("pg_catalog", "pg_dist_partition", "e.logicalrelid::oid IN " + tree))
        refuse("is a table of Citus, whose rows are stored in shards",
               "rows cannot be addressed through the coordinator; nothing was read or changed");
    if (managed("_timescaledb_catalog", "hypertable",
                "(e.schema_name, e.table_name) IN (SELECT n.nspname, c.relname FROM pg_class c JOIN "
                "pg_namespace n ON n.oid = c.relnamespace WHERE c.oid IN " +
                    tree + ")"))
        refuse("is a hypertable of TimescaleDB", "run the command for each of its chunks");
    const auto other =
        std::ranges::find_if(table.leaves, [](const Leaf& leaf) { return !leaf.access.empty(); });
    if (other != table.leaves.end())
        refuse(fmt::format("is stored by the access method {}{}", other->access,
                           other->oid == table.oid ? "" : " in " + other->qualified),
               "rows can be deleted by their places in heap tables only");
}

void read_dependents(pg::Connection& connection, Table& table) {
    const auto triggers = connection.run(sql::maintain_triggers, {table.oid});
    for (std::size_t row = 0; row < triggers.rows(); ++row)
        table.triggers.push_back({.kind = triggers.get<std::string>(row, "kind"),
                                  .name = triggers.get<std::string>(row, "name"),
                                  .event = triggers.get<std::string>(row, "event"),
                                  .function = triggers.get<std::string>(row, "function")});
    const auto keys = connection.run(sql::maintain_references, {table.oid});
    for (std::size_t row = 0; row < keys.rows(); ++row)
        table.references.push_back({.name = keys.get<std::string>(row, "name"),
                                    .table = pg::quote_qualified(keys.get<std::string>(row, "schema"),
                                                                 keys.get<std::string>(row, "table")),
                                    .columns = keys.get<std::vector<std::string>>(row, "columns"),
                                    .referenced = keys.get<std::vector<std::string>>(row, "referenced"),
                                    .indexed = keys.get<bool>(row, "indexed"),
                                    .only = static_cast<std::uint32_t>(keys.get<long long>(row, "only"))});
    // Where it points at a part that is divided further, any leaf may be meant.
    for (auto& reference : table.references)
        if (std::ranges::find(table.leaves, reference.only, &Leaf::oid) == table.leaves.end())
            reference.only = 0;
}

std::string column_list(const std::vector<std::string>& names, std::string_view prefix) {
    std::string list;
    for (const auto& name : names)
        list += fmt::format("{}{}{}", list.empty() ? "" : ", ", prefix, pg::quote_identifier(name));
    return list;
}

} // namespace pgmend::maintain
