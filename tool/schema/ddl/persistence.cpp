#include "schema/ddl/persistence.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

bool is_unlogged(const Object& table) {
    return table.text("persistence") == "unlogged";
}

/// The tables whose keys the foreign keys of a table point to.
std::vector<ObjectId> referenced(const Model& model, const Object& table) {
    std::vector<ObjectId> ids;
    constexpr std::string_view word = " REFERENCES ";
    for (const auto& object : model.objects) {
        if (object.id.kind != Kind::constraint || object.id.schema != table.id.schema ||
            object.id.parent != table.id.name || object.text("type") != "foreign key")
            continue;
        const auto definition = object.text("definition");
        const auto at = definition.find(word);
        if (at == std::string_view::npos)
            continue;
        const auto rest = definition.substr(at + word.size());
        const auto parts = split_name(rest.substr(0, rest.find('(')));
        if (parts.size() == 2)
            ids.push_back({.kind = Kind::table, .schema = parts[0], .name = parts[1]});
    }
    return ids;
}

} // namespace

void write_persistence(Writer& writer) {
    std::vector<const Object*> changed; // those that others refer to first
    std::set<ObjectId> seen;
    const std::function<void(const Object&)> visit = [&](const Object& table) {
        if (!seen.insert(table.id).second)
            return;
        for (const auto& id : referenced(writer.to, table))
            if (const auto* other = writer.to.find(id))
                visit(*other);
        const auto* before = writer.from.find(table.id);
        if (before != nullptr && writer.survives(table.id) && is_unlogged(*before) != is_unlogged(table))
            changed.push_back(&table);
    };
    for (const auto& object : writer.to.objects)
        if (object.id.kind == Kind::table)
            visit(object);
    const auto write = [&](const Object& table, std::string_view what) {
        writer.add(table.id, fmt::format("ALTER TABLE {} SET {}", name_of(table.id), what),
                   lock_on(access_exclusive, name_of(table.id)));
    };
    for (const auto* table : changed)
        if (!is_unlogged(*table))
            write(*table, "LOGGED");
    std::ranges::reverse(changed);
    for (const auto* table : changed)
        if (is_unlogged(*table))
            write(*table, "UNLOGGED");
}

} // namespace pgmend::schema::ddl
