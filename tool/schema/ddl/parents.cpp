#include "schema/ddl/parents.hpp"

#include "base/quote.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

/// Adds the checks of the parents that the table does not have yet.
void add_checks_of_parents(Writer& writer, const Object& table) {
    for (const auto* check : checks_of_parents(writer, table)) {
        auto id = check->id;
        id.schema = table.id.schema;
        id.parent = table.id.name;
        if (writer.from.find(id) == nullptr || writer.changes.is_dropped(id))
            writer.add(table.id,
                       fmt::format("ALTER TABLE {} ADD {}", name_of(table.id),
                                   constraint_definition(writer, *check)),
                       lock_on(access_exclusive, name_of(table.id)));
    }
}

/// The parents that stay, behind the first that is not at its place: those must be inherited anew.
Names parents_out_of_order(const Object& from, const Object& to) {
    auto kept = parents(from);
    const auto after = parents(to);
    std::erase_if(kept, [&](const std::string& name) { return !has(after, name); });
    const auto first = std::ranges::mismatch(kept, after).in1;
    return {first, kept.end()};
}

/// Whether the table would have columns of its own after NO INHERIT that are only inherited now.
bool inherits_columns_only(const Writer& writer, const Object& table, const Names& from_parents) {
    return std::ranges::any_of(inside(writer.from, table, Kind::column), [&](const Object* column) {
        return column->find("inherited") != nullptr &&
               std::ranges::any_of(from_parents, [&](const std::string& name) {
                   const auto* parent = writer.from_places.relation(name);
                   return parent != nullptr && writer.from.find({.kind = Kind::column,
                                                                 .schema = parent->id.schema,
                                                                 .parent = parent->id.name,
                                                                 .name = column->id.name}) != nullptr;
               });
    });
}

/// The parents that stay as they are. One that is inherited comes last, so those out of order are let go
/// first.
Names staying_parents(Writer& writer, const Object& from, const Object& to, const std::string& alter) {
    auto before = parents(from);
    const auto again = parents_out_of_order(from, to);
    if (again.empty())
        return before;
    if (inherits_columns_only(writer, from, again)) {
        writer.cannot(fmt::format(
            "the order of the parents of {} cannot be changed: inherited columns would become local",
            name_of(to.id)));
        return before;
    }
    for (const auto& parent : again)
        writer.add_late(to.id, fmt::format("{} NO INHERIT {}", alter, parent),
                        lock_on(access_exclusive, name_of(to.id)));
    std::erase_if(before, [&](const std::string& name) { return has(again, name); });
    return before;
}

} // namespace

Names parents(const Object& table) {
    const auto* value = table.find("inherits");
    return value == nullptr ? Names() : std::get<Names>(*value);
}

bool has(const Names& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

std::vector<const Object*> inside(const Model& model, const Object& table, Kind kind) {
    const ObjectId first{.kind = kind, .schema = table.id.schema, .parent = table.id.name};
    std::vector<const Object*> found;
    for (auto at = std::ranges::lower_bound(model.objects, first, {}, &Object::id);
         at != model.objects.end() && at->id.kind == kind && at->id.schema == table.id.schema &&
         at->id.parent == table.id.name;
         ++at)
        found.push_back(&*at);
    return found;
}

std::vector<const Object*> checks_of_parents(const Writer& writer, const Object& table) {
    std::vector<const Object*> checks;
    for (const auto& name : parents_of(table)) {
        const auto* parent = writer.to_places.relation(name);
        if (parent == nullptr)
            continue;
        for (const auto* check : inside(writer.to, *parent, Kind::constraint))
            if (check->text("type") == "check" && !check->text("definition").ends_with("NO INHERIT"))
                checks.push_back(check);
        for (const auto* check : checks_of_parents(writer, *parent))
            checks.push_back(check);
    }
    return checks;
}

std::string attachment(const Object& table) {
    return fmt::format("ALTER TABLE {} ATTACH PARTITION {} {}", table.text("partition_of"), name_of(table.id),
                       table.text("partition_bound"));
}

std::string detachment(const Object& table) {
    return fmt::format("ALTER TABLE {} DETACH PARTITION {}", table.text("partition_of"), name_of(table.id));
}

namespace {

/// Whether a partition leaves its table.
bool is_detached(const Writer& writer, const Object& from) {
    const auto* to = writer.to.find(from.id);
    const auto name = from.text("partition_of");
    const auto* parent = writer.from_places.relation(name);
    return !name.empty() && to != nullptr && writer.survives(from.id) &&
           (!same(from, *to, "partition_of") || (parent != nullptr && writer.changes.is_dropped(parent->id)));
}

/// The index of the table at the root that the partition's belongs to, or the constraint of that one.
const Object* at_root(const Writer& writer, const Object& kept, Kind kind) {
    const auto* table = writer.from_places.relation(kept.id.schema, kept.id.parent);
    while (table != nullptr && table->find("partition_of") != nullptr)
        table = writer.from_places.relation(table->text("partition_of"));
    return table == nullptr ? nullptr
                            : writer.from.find({.kind = kind,
                                                .schema = table->id.schema,
                                                .parent = table->id.name,
                                                .name = kept.id.name});
}

} // namespace

const Object* kept_index(const Writer& writer, const ObjectId& made) {
    const auto* table = writer.from_places.relation(made.schema, made.parent);
    if (table == nullptr || !is_detached(writer, *table))
        return nullptr;
    for (const auto* index : inside(writer.from, *table, Kind::index))
        if (index->find("attached") != nullptr && index->text("own_name") == made.name)
            return index;
    return nullptr;
}

bool is_kept_as(const Writer& writer, const Object& kept, const Object& made) {
    const auto* origin = at_root(writer, kept, made.id.kind);
    return origin != nullptr && same(*origin, made, "definition");
}

void drop_kept_indexes(Writer& writer, const Object& table) {
    for (const auto* index : inside(writer.from, table, Kind::index)) {
        if (index->find("attached") == nullptr)
            continue;
        const std::string name(index->text("own_name"));
        const bool is_key = at_root(writer, *index, Kind::constraint) != nullptr;
        const auto* wanted = writer.to.find({.kind = is_key ? Kind::constraint : Kind::index,
                                             .schema = table.id.schema,
                                             .parent = table.id.name,
                                             .name = name});
        if (wanted != nullptr && is_kept_as(writer, *index, *wanted))
            continue;
        const auto drop = is_key ? fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", name_of(table.id),
                                               quote_identifier(name))
                                 : "DROP INDEX " + quote_qualified(table.id.schema, name);
        writer.add(index->id, drop, lock_on(access_exclusive, name_of(table.id)));
    }
}

void alter_parents(Writer& writer, const Object& from, const Object& to, const std::string& alter) {
    if (!writer.survives(to.id))
        return; // its CREATE has said it
    const auto before = staying_parents(writer, from, to, alter);
    for (const auto& parent : parents(to)) {
        const auto* there = writer.to_places.relation(parent);
        if (!has(before, parent) ||
            (there != nullptr && writer.changes.of(there->id) == ObjectAction::recreate))
            writer.add_late(to.id, fmt::format("{} INHERIT {}", alter, parent),
                            lock_on(share_update_exclusive, parent));
    }
    if (to.find("partition_of") == nullptr)
        return;
    const auto* parent = writer.to_places.relation(to.text("partition_of"));
    const bool again = parent != nullptr && writer.changes.of(parent->id) == ObjectAction::recreate;
    const bool moves = again || !same(from, to, "partition_of");
    if (moves && from.find("partition_of") == nullptr)
        add_checks_of_parents(writer, to);
    // Other bounds of the same table: off and on again, when all else is as it will be.
    if (!moves && !same(from, to, "partition_bound"))
        writer.add_late(to.id, detachment(from), lock_on(access_exclusive, to.text("partition_of")));
    if (moves || !same(from, to, "partition_bound"))
        writer.add_late(to.id, attachment(to), lock_on(share_update_exclusive, to.text("partition_of")));
}

} // namespace pgmend::schema::ddl
