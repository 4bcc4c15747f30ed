#include "schema/ddl/kinds.hpp"

#include "base/quote.hpp"
#include "schema/ddl/parents.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

/// The place of the predicate, outside quotes and parentheses; the end when there is none.
std::size_t predicate(std::string_view definition) {
    int depth = 0;
    for (std::size_t at = 0; at < definition.size(); ++at) {
        const char c = definition[at];
        if (c == '\'' || c == '"')
            at = std::min(definition.find(c, at + 1), definition.size());
        else if (depth == 0 && definition.substr(at).starts_with(" WHERE "))
            return at;
        else
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    return definition.size();
}

std::string index_name(const Object& index) {
    return quote_qualified(index.id.schema, index.id.name);
}

/// An index that comes with something else: a constraint, the index of a partitioned table.
bool comes_along(const Object& index) {
    return index.find("constraint") != nullptr || index.find("attached") != nullptr;
}

bool is_beside_others(const Writer& writer, const Places& places, const Object& index) {
    const auto* table = places.relation(index.id.schema, index.id.parent);
    return writer.options.online && table != nullptr && writer.survives(table->id) &&
           table->find("partition_key") == nullptr;
}

void alter_statistics(Writer& writer, const Object& from, const Object& to) {
    constexpr std::string_view family = "statistics.";
    const auto set = [&](const std::string& name, const std::string& value) {
        writer.add(to.id,
                   fmt::format("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {}", index_name(to),
                               name.substr(family.size()), value),
                   lock_on(share_update_exclusive, index_name(to)));
    };
    for (const auto& attribute : to.attributes)
        if (attribute.name.starts_with(family) && !same(from, to, attribute.name))
            set(attribute.name, display(attribute.value));
    for (const auto& attribute : from.attributes)
        if (attribute.name.starts_with(family) && to.find(attribute.name) == nullptr)
            set(attribute.name, "-1");
}

/// Whether an index that changes can be built beside the old one: nothing that it needs goes meanwhile.
bool is_index_swapped(const Writer& writer, const ObjectId& id) {
    const auto* from = writer.from.find(id);
    const auto* to = writer.to.find(id);
    return from != nullptr && to != nullptr && writer.changes.of(id) == ObjectAction::recreate &&
           !writer.changes.recreated_for_others.contains(id) && !comes_along(*from) && !comes_along(*to) &&
           from->find("valid") == nullptr && is_beside_others(writer, writer.to_places, *to) &&
           is_beside_others(writer, writer.from_places, *from);
}

/// A name beside that of an index, which no other relation has.
ObjectId beside(const Writer& writer, ObjectId id) {
    const auto base = id.name.substr(0, 57) + "__new";
    const auto is_in = [&](const Model& model, const std::string& name) {
        return std::ranges::any_of(model.objects, [&](const Object& one) {
            return one.id.schema == id.schema && one.id.name == name;
        });
    };
    const auto is_taken = [&](const std::string& name) {
        return is_in(writer.from, name) || is_in(writer.to, name);
    };
    id.name = base;
    for (int i = 1; is_taken(id.name); ++i)
        id.name = fmt::format("{}{}", base, i);
    return id;
}

} // namespace

void create_index(Writer& writer, const Object& index) {
    if (comes_along(index))
        return;
    if (const auto* kept = kept_index(writer, index.id); kept != nullptr && is_kept_as(writer, *kept, index))
        return;
    const bool swapped = is_index_swapped(writer, index.id);
    const auto id = swapped ? beside(writer, index.id) : index.id;
    const auto table = parent_of(index.id);
    const auto* relation = writer.to_places.relation(index.id.schema, index.id.parent);
    const bool partitioned = relation != nullptr && relation->find("partition_key") != nullptr;
    const bool only = partitioned && index.find("valid") != nullptr;
    if (!partitioned && index.find("valid") != nullptr)
        return writer.cannot(
            fmt::format("index {} is INVALID in the desired schema and is not created", index_name(index)));
    const bool beside_others = is_beside_others(writer, writer.to_places, index);
    const auto definition = index.text("definition");
    const auto where = predicate(definition);
    auto sql =
        fmt::format("CREATE {}INDEX {}{} ON {}{} USING {}", index.find("unique") != nullptr ? "UNIQUE " : "",
                    beside_others ? "CONCURRENTLY " : "", quote_identifier(id.name), only ? "ONLY " : "",
                    table, definition.substr(0, where));
    if (const auto options = settings(index, "option."); !options.empty())
        sql += fmt::format(" WITH ({})", options);
    if (index.find("tablespace") != nullptr)
        sql += " TABLESPACE " + quote_identifier(index.text("tablespace"));
    sql += definition.substr(where);
    if (beside_others)
        writer.add_alone(id, sql, lock_on(share_update_exclusive, table));
    else
        writer.add(index.id, sql, writer.parent_survives(index.id) ? lock_on("SHARE", table) : "");
    if (!swapped)
        return;
    writer.add(index.id, "DROP INDEX " + index_name(index), lock_on(access_exclusive, table));
    writer.add(index.id,
               fmt::format("ALTER INDEX {} RENAME TO {}", quote_qualified(id.schema, id.name),
                           quote_identifier(index.id.name)),
               lock_on(share_update_exclusive, index_name(index)));
}

void alter_index(Writer& writer, const Object& from, const Object& to) {
    const auto alter = "ALTER INDEX " + index_name(to);
    alter_settings(writer, from, to, "option.", alter, lock_on(share_update_exclusive, index_name(to)));
    if (!same(from, to, "tablespace"))
        writer.add(to.id,
                   fmt::format("{} SET TABLESPACE {}", alter,
                               to.find("tablespace") == nullptr ? "pg_default"
                                                                : quote_identifier(to.text("tablespace"))),
                   lock_on(access_exclusive, index_name(to)));
    alter_statistics(writer, from, to);
}

void drop_index(Writer& writer, const Object& index) {
    if (comes_along(index) || is_index_swapped(writer, index.id))
        return;
    const auto lock = parent_of(index.id);
    if (is_beside_others(writer, writer.from_places, index))
        writer.add_alone(index.id, "DROP INDEX CONCURRENTLY " + index_name(index),
                         lock_on(share_update_exclusive, lock));
    else
        writer.add(index.id, "DROP INDEX " + index_name(index), lock_on(access_exclusive, lock));
}

void create_statistics(Writer& writer, const Object& statistics) {
    writer.add(statistics.id,
               fmt::format("CREATE STATISTICS {} {}", name_of(statistics.id), statistics.text("definition")));
}

void alter_statistics_object(Writer& writer, const Object& from, const Object& to) {
    if (!same(from, to, "target"))
        writer.add(to.id, fmt::format("ALTER STATISTICS {} SET STATISTICS {}", name_of(to.id),
                                      to.find("target") == nullptr ? "-1" : to.text("target")));
}

} // namespace pgmend::schema::ddl
