#include "catalog/twin.hpp"

#include "pg/quote.hpp"
#include "pg/transaction.hpp"
#include "sql/queries.hpp"
#include "statement/retarget.hpp"

#include <map>

#include <fmt/format.h>

namespace pgmend::catalog {
namespace {

using statement::Effect;
using statement::ObjectKind;
using Attributes = std::map<std::string, std::string>;

/// The schema for twins: made here, gone with the savepoint. The pid keeps two sessions from waiting for each
/// other.
std::string make_schema(pg::Connection& connection) {
    const auto may =
        connection.run("SELECT has_database_privilege(current_database(), 'CREATE'), pg_backend_pid()");
    if (!may.get<bool>(0, 0))
        return "pg_temp";
    auto name = fmt::format("pgmend_twin_{}", may.text(0, 1));
    connection.run(fmt::format("CREATE SCHEMA {}", name));
    return name;
}

Attributes describe(pg::Connection& connection, ObjectKind kind, std::uint32_t oid,
                    const std::string& column) {
    const auto rows = kind == ObjectKind::column  ? connection.run(sql::describe_column, {oid, column})
                      : kind == ObjectKind::index ? connection.run(sql::describe_index, {oid})
                                                  : connection.run(sql::describe_table, {oid});
    Attributes attributes;
    for (std::size_t row = 0; row < rows.rows(); ++row)
        attributes.emplace(rows.text(row, 0), rows.text(row, 1));
    return attributes;
}

std::uint32_t oid_of(pg::Connection& connection, const std::string& qualified) {
    const auto row = connection.run("SELECT coalesce(to_regclass($1)::oid, 0)", {qualified});
    return static_cast<std::uint32_t>(row.get<long long>(0, 0));
}

/// The relation of a column or index as the statement names it: what has the index's name may be on another.
std::string named_relation(const statement::ObjectName& object) {
    return pg::quote_qualified(object.relation_schema, object.relation);
}

/// Runs the statement against the twin; the twin's oid as `Existing` counts it.
std::uint32_t build(pg::Connection& connection, const statement::Statement& statement, const Effect& effect,
                    const std::string& schema) {
    const auto& object = effect.object;
    const bool is_relation = object.relation.empty();
    const auto twin =
        fmt::format("{}.{}", schema, pg::quote_identifier(is_relation ? object.name : object.relation));
    if (!is_relation)
        connection.run(fmt::format("CREATE TABLE {} (LIKE {})", twin, named_relation(object)));
    if (object.kind == ObjectKind::column)
        connection.run(fmt::format("ALTER TABLE {} DROP COLUMN {}", twin, pg::quote_identifier(object.name)));
    connection.run(statement::rewritten(
        statement, {.relation = twin, .without_concurrently = true, .without_if_not_exists = true}));
    if (object.kind == ObjectKind::index)
        return oid_of(connection, fmt::format("{}.{}", schema, pg::quote_identifier(object.name)));
    return oid_of(connection, twin);
}

std::vector<Difference> differences(const Attributes& existing, const Attributes& wanted) {
    std::vector<Difference> found;
    // Of a view and a table, say, nothing more is to be compared.
    const auto kind = existing.find("kind");
    if (kind != existing.end() && wanted.contains("kind") && kind->second != wanted.at("kind"))
        return {{.attribute = "kind", .existing = kind->second, .wanted = wanted.at("kind")}};
    auto all = existing;
    all.insert(wanted.begin(), wanted.end());
    for (const auto& [attribute, ignored] : all) {
        const auto a = existing.find(attribute), b = wanted.find(attribute);
        const auto before = a == existing.end() ? "(missing)" : a->second;
        const auto after = b == wanted.end() ? "(missing)" : b->second;
        if (before != after)
            found.push_back({.attribute = attribute, .existing = before, .wanted = after});
    }
    return found;
}

} // namespace

std::vector<Difference> compare_with_twin(pg::Connection& connection, const statement::Statement& statement,
                                          const Effect& effect, const Existing& existing) {
    const pg::ScratchSavepoint scratch(connection);
    const auto schema = make_schema(connection);
    const auto twin = build(connection, statement, effect, schema);
    const auto kind = effect.object.kind;
    auto wanted = describe(connection, kind, twin, effect.object.name);
    auto found = describe(connection, kind, existing.oid, effect.object.name);
    if (kind == ObjectKind::table && schema == "pg_temp")
        wanted["persistence"] = "logged";
    if (kind == ObjectKind::index) {
        found["table"] = existing.relation;
        wanted["table"] = connection.run("SELECT $1::regclass", {named_relation(effect.object)}).text(0, 0);
    }
    return differences(found, wanted);
}

} // namespace pgmend::catalog
