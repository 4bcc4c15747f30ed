#include "schema/ddl/kinds.hpp"

#include "base/quote.hpp"
#include "schema/ddl/column_parts.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

bool is_in_view(const Writer& writer, const Object& column) {
    const auto* place = writer.to_places.container(column);
    return place != nullptr && (place->id.kind == Kind::view || place->id.kind == Kind::materialized_view);
}

/// Whether the parent table gets the column, and this one with it.
bool comes_from_parent(const Writer& writer, const Object& column, const Places& places) {
    const auto* table = places.container(column);
    if (table == nullptr || column.find("inherited") == nullptr)
        return false;
    const auto* before = writer.from.find(table->id);
    return std::ranges::any_of(parents_of(*table), [&](const std::string& name) {
        const auto* parent = places.relation(name);
        // A table that is attached only later has its columns by itself.
        const bool attached = before != nullptr && std::ranges::count(parents_of(*before), name) > 0;
        return attached && parent != nullptr && writer.survives(parent->id) &&
               !writer.survives({.kind = Kind::column,
                                 .schema = parent->id.schema,
                                 .parent = parent->id.name,
                                 .name = column.id.name});
    });
}

} // namespace

std::string column_constraints(Writer& writer, const Object& column) {
    std::string sql;
    if (column.find("generated") != nullptr)
        sql += fmt::format(" GENERATED ALWAYS AS ({}) {}", column.text("generated"),
                           column.find("virtual") != nullptr ? "VIRTUAL" : "STORED");
    if (column.find("identity") != nullptr)
        sql += identity(writer, column);
    if (column.find("default") != nullptr)
        sql += fmt::format(" DEFAULT {}", column.text("default"));
    if (column.find("not_null") != nullptr && is_loose(column))
        writer.add_late(column.id, add_not_null(column), lock_on(access_exclusive, parent_of(column.id)));
    else if (column.find("not_null") != nullptr)
        sql += " NOT NULL";
    return sql;
}

std::string column_definition(Writer& writer, const Object& column) {
    auto sql = fmt::format("{} {}", quote_identifier(column.id.name), column.text("type"));
    return sql + foreign_options(writer, column) + collate(column) + column_constraints(writer, column);
}

void create_column(Writer& writer, const Object& column) {
    if (is_in_view(writer, column) || !writer.parent_survives(column.id))
        return;
    if (comes_from_parent(writer, column, writer.to_places) || follows_type(writer, column))
        return;
    const auto table = parent_of(column.id);
    writer.add(column.id,
               fmt::format("ALTER TABLE {} ADD COLUMN {}", table, column_definition(writer, column)),
               lock_on(access_exclusive, table));
}

bool column_must_recreate(const Writer& writer, const Object& from, const Object& to) {
    if (is_in_view(writer, to))
        return false;
    const bool expression = !same(from, to, "generated") && to.find("generated") != nullptr;
    return expression && (from.find("generated") == nullptr || writer.major() < 17);
}

void detach_column(Writer& writer, const Object& from, const Object& to) {
    const auto alter =
        fmt::format("ALTER TABLE {} ALTER COLUMN {}", parent_of(to.id), quote_identifier(to.id.name));
    const auto lock = lock_on(access_exclusive, parent_of(to.id));
    if (writer.changes.without_default.contains(to.id) && from.find("default") != nullptr)
        writer.add(to.id, alter + " DROP DEFAULT", lock);
    if (from.find("identity") != nullptr && to.find("identity") == nullptr)
        writer.add(to.id, alter + " DROP IDENTITY", lock);
}

void drop_column(Writer& writer, const Object& column) {
    if (comes_from_parent(writer, column, writer.from_places) || follows_type(writer, column))
        return;
    const auto table = parent_of(column.id);
    const bool computed = column.find("generated") != nullptr;
    writer.add(column.id,
               fmt::format("ALTER TABLE {} DROP COLUMN {}", table, quote_identifier(column.id.name)),
               lock_on(access_exclusive, table),
               computed ? "" : fmt::format("the values of {}", name_of(column.id)));
}

} // namespace pgmend::schema::ddl
