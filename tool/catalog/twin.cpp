#include "catalog/twin.hpp"

#include "catalog/read.hpp"
#include "pg/quote.hpp"
#include "statement/create_as.hpp"
#include "statement/retarget.hpp"

#include <fmt/format.h>

namespace pgmend::catalog {

std::chrono::milliseconds lock_timeout(pg::Connection& connection) {
    const auto row = connection.run("SELECT setting::bigint FROM pg_settings WHERE name = 'lock_timeout'");
    return std::chrono::milliseconds(row.get<long long>(0, 0));
}

namespace {

schema::Model read_part(pg::Connection& connection, ReadOptions options) {
    options.comments = false;
    options.privileges = false;
    options.dependencies = false;
    options.excluded_schemas.clear();
    options.excluded_tables.clear();
    options.lock_timeout = lock_timeout(connection);
    return read(connection, options);
}

} // namespace

TwinSchema::TwinSchema(pg::Connection& connection) : connection_(connection), scratch_(connection) {
    const auto row = connection.run(
        "SELECT has_database_privilege(current_database(), 'CREATE'), 'pgmend_twin_' || pg_backend_pid()");
    if (row.get<bool>(0, 0)) {
        // The pid keeps two sessions from waiting for each other.
        name_ = row.text(0, 1);
        connection.run(fmt::format("CREATE SCHEMA {}", name_));
        return;
    }
    temporary_ = true;
    connection.run("CREATE TEMPORARY TABLE pgmend_twin ()"); // makes the temporary schema, if it is the first
    name_ = connection.run("SELECT pg_my_temp_schema()::regnamespace::text").text(0, 0);
    connection.run("DROP TABLE pg_temp.pgmend_twin");
}

std::string TwinSchema::qualified(std::string_view name) const {
    return fmt::format("{}.{}", temporary_ ? "pg_temp" : name_, pg::quote_identifier(name));
}

std::string TwinSchema::copy_sql(const Existing& original, bool as_view) const {
    const auto from = pg::quote_qualified(original.schema, original.name);
    if (as_view)
        return fmt::format("CREATE VIEW {} AS SELECT * FROM {}", qualified(original.name), from);
    return fmt::format("CREATE TABLE {} (LIKE {} INCLUDING ALL EXCLUDING CONSTRAINTS EXCLUDING INDEXES "
                       "EXCLUDING STATISTICS EXCLUDING COMMENTS)",
                       qualified(original.name), from);
}

std::string TwinSchema::copy(const Existing& original, bool as_view) {
    connection_.run(copy_sql(original, as_view));
    return qualified(original.name);
}

std::string TwinSchema::copy_partitioned(const Existing& original) {
    auto name = qualified(original.name);
    const auto key = connection_.run("SELECT pg_get_partkeydef($1::regclass)",
                                     {pg::quote_qualified(original.schema, original.name)});
    connection_.run(
        fmt::format("CREATE TABLE {} (LIKE {} INCLUDING ALL EXCLUDING INDEXES EXCLUDING STATISTICS "
                    "EXCLUDING COMMENTS) PARTITION BY {}",
                    name, pg::quote_qualified(original.schema, original.name), key.text(0, 0)));
    return name;
}

std::string TwinSchema::copy_domain(const std::string& schema, const std::string& name) {
    auto twin = qualified(name);
    const auto base =
        connection_.run("SELECT format_type(typbasetype, typtypmod) FROM pg_type WHERE oid = $1::regtype",
                        {pg::quote_qualified(schema, name)});
    connection_.run(fmt::format("CREATE DOMAIN {} AS {}", twin, base.text(0, 0)));
    return twin;
}

schema::Model TwinSchema::in(schema::Model model, const std::string& schema) const {
    model = schema::moved(std::move(model), name_, schema);
    // The server writes the temporary schema by its alias.
    return temporary_ ? schema::moved(std::move(model), "pg_temp", schema) : model;
}

std::string TwinSchema::create_sql(const statement::Statement& statement, const statement::ObjectName& object,
                                   std::optional<std::string> partition_of) const {
    auto text = statement::rewritten(statement, {.relation = qualified(object.name),
                                                 .partition_of = std::move(partition_of),
                                                 .without_if_not_exists = true});
    const bool query = (object.kind == statement::ObjectKind::table ||
                        object.kind == statement::ObjectKind::materialized_view) &&
                       statement::is_create_as(statement);
    return query ? statement::without_data(std::move(text)) : text;
}

schema::Model TwinSchema::read(const std::vector<std::string>& relations, const std::string& schema) const {
    return in(read_relations(connection_, name_, relations), schema);
}

schema::Model TwinSchema::read_all(const std::string& schema) const {
    return in(read_schema(connection_, name_), schema);
}

schema::Model read_relations(pg::Connection& connection, const std::string& schema,
                             const std::vector<std::string>& relations) {
    return read_part(connection, {.schemas = {schema}, .relations = relations});
}

schema::Model read_schema(pg::Connection& connection, const std::string& schema) {
    return read_part(connection, {.schemas = {schema}});
}

} // namespace pgmend::catalog
