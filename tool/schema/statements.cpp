#include "schema/statements.hpp"

#include "base/quote.hpp"
#include "schema/ddl/kind_handler.hpp"
#include "schema/ddl/kinds.hpp"
#include "schema/ddl/order.hpp"
#include "schema/ddl/parents.hpp"
#include "schema/ddl/persistence.hpp"
#include "schema/ddl/takeover.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

namespace pgmend::schema {
namespace {

using ddl::ObjectAction;
using ddl::write_persistence;
using ddl::write_takeovers;
using ddl::Writer;

Object bare(const Object& object) {
    return {.id = object.id, .attributes = {}, .depends_on = {}};
}

/// The first parent that a column of a child table has it from.
const Object* inherited_from(const Writer& writer, const Object& column) {
    const auto* table = writer.to_places.container(column);
    const auto* parents = table == nullptr ? nullptr : table->find("inherits");
    std::vector<std::string> names;
    if (parents != nullptr)
        names = std::get<std::vector<std::string>>(*parents);
    if (table != nullptr && table->find("partition_of") != nullptr && writer.survives(table->id))
        names.emplace_back(table->text("partition_of"));
    for (const auto& name : names)
        if (const auto* parent = writer.to_places.relation(name))
            if (const auto* found = writer.to.find({.kind = Kind::column,
                                                    .schema = parent->id.schema,
                                                    .parent = parent->id.name,
                                                    .name = column.id.name}))
                return found;
    return nullptr;
}

/// The object as its CREATE has made it: without what the handler sets after that, and what all have in
/// common.
Object as_made(const Writer& writer, const Object& object) {
    const auto& handler = ddl::handler_of(object.id.kind);
    auto made = object;
    if (object.id.kind == Kind::column) {
        const auto* place = writer.to_places.container(object);
        const bool in_view =
            place != nullptr && (place->id.kind == Kind::view || place->id.kind == Kind::materialized_view);
        if (in_view)
            return bare(object);
        const auto* origin = object.find("inherited") != nullptr ? inherited_from(writer, object) : nullptr;
        if (origin != nullptr)
            made.attributes = origin->attributes;
    } else if (object.id.kind == Kind::sequence && object.find("identity_of") != nullptr) {
        return made;
    }
    std::erase_if(made.attributes, [&](const Attribute& attribute) {
        return ddl::in_list(ddl::common_attributes, attribute.name) ||
               ddl::in_list(handler.later, attribute.name);
    });
    return made;
}

/// A new object needs its common attributes said; those of the server's identity sequences go with the table.
void make(Writer& writer, const Object& object, bool is_part) {
    const auto& handler = ddl::handler_of(object.id.kind);
    const bool is_attribute = object.id.kind == Kind::attribute;
    if (!is_part && handler.create != nullptr)
        handler.create(writer, object);
    const auto made = as_made(writer, object);
    if (handler.alter != nullptr && !is_attribute &&
        !(handler.later.empty() && object.id.kind != Kind::column))
        handler.alter(writer, made, object);
    write_common(writer, made, object);
}

void create_or_alter(Writer& writer, const Object& object, bool is_part) {
    switch (writer.changes.of(object.id)) {
    case ObjectAction::create:
    case ObjectAction::recreate:
        return make(writer, object, is_part);
    case ObjectAction::alter: {
        const auto& from = *writer.from.find(object.id);
        if (auto* const alter = ddl::handler_of(object.id.kind).alter)
            alter(writer, from, object);
        return write_common(writer, from, object);
    }
    default:
        return;
    }
}

/// The functions of a base type name it before it is there: it is announced.
void announce_types(Writer& writer, const Object& function) {
    for (const auto& need : function.depends_on) {
        if (need.kind != Kind::base_type || writer.survives(need))
            continue;
        const auto* type = writer.to.find(need);
        const bool circle = type != nullptr && std::ranges::binary_search(type->depends_on, function.id);
        // The first of its functions by name comes first.
        if (circle && *std::ranges::find_if(type->depends_on, [](const ObjectId& id) {
                return id.kind == Kind::function;
            }) == function.id)
            writer.add(need, "CREATE TYPE " + ddl::name_of(need));
    }
}

/// The types to rename, those that are built on others first.
std::vector<ObjectId> swapped_types(const Writer& writer) {
    std::vector<ObjectId> order;
    std::set<ObjectId> seen;
    const std::function<void(const ObjectId&)> visit = [&](const ObjectId& id) {
        if (id.kind == Kind::extension || !writer.changes.renamed_for_swap.contains(id) ||
            !seen.insert(id).second)
            return;
        for (const auto& object : writer.from.objects) {
            const bool is_part = object.id.kind == Kind::attribute;
            if (!ddl::is_type(object.id.kind) && !is_part)
                continue;
            if (std::ranges::binary_search(object.depends_on, id))
                visit(is_part ? ObjectId{.kind = Kind::composite_type,
                                         .schema = object.id.schema,
                                         .name = object.id.parent}
                              : object.id);
        }
        order.push_back(id);
    };
    for (const auto& type : writer.changes.renamed_for_swap)
        visit(type);
    return order;
}

/// A range's multirange, and the function of that name without arguments, stand in the way of the new ones.
void rename_multirange(Writer& writer, const ObjectId& type) {
    const auto* range = writer.from.find(type);
    const auto parts = ddl::split_name(range == nullptr ? "" : range->text("multirange"));
    if (parts.size() != 2)
        return;
    const auto name = quote_qualified(parts[0], parts[1]);
    const auto old = quote_identifier(parts[1] + "__old");
    writer.add(type, fmt::format("ALTER TYPE {} RENAME TO {}", name, old));
    writer.add(type, fmt::format("ALTER FUNCTION {}() RENAME TO {}", name, old));
}

void rename_for_swap(Writer& writer) {
    for (const auto& type : swapped_types(writer)) {
        const auto keyword = ddl::handler_of(type.kind).keyword;
        writer.add(type, fmt::format("ALTER {} {} RENAME TO {}", keyword, ddl::name_of(type),
                                     quote_identifier(ddl::swap_name(type))));
        if (type.kind == Kind::range_type)
            rename_multirange(writer, type);
        auto renamed = type;
        renamed.name = ddl::swap_name(type);
        writer.add_late(type, fmt::format("DROP {} {}", keyword, ddl::name_of(renamed)));
    }
}

void drop(Writer& writer, const Object& object) {
    if (object.id.kind == Kind::sequence && ddl::hands_over(writer, object))
        return ddl::put_aside(writer, object);
    if (writer.changes.renamed_for_swap.contains(object.id) && object.id.kind != Kind::extension)
        return;
    const auto& handler = ddl::handler_of(object.id.kind);
    if (writer.changes.deferred_drops.contains(object.id))
        return writer.add_late(object.id,
                               fmt::format("DROP {} {}", handler.keyword, ddl::name_of(object.id)));
    if (handler.drop != nullptr)
        return handler.drop(writer, object);
    std::string loss;
    if (object.id.kind == Kind::extension)
        loss = fmt::format("all objects of the extension {}", ddl::name_of(object.id));
    const bool relation = ddl::is_relation(object.id.kind);
    writer.add(object.id, fmt::format("DROP {} {}", handler.keyword, ddl::name_of(object.id)),
               relation || !object.id.parent.empty()
                   ? ddl::lock_on(ddl::access_exclusive,
                                  relation ? ddl::name_of(object.id) : ddl::parent_of(object.id))
                   : "",
               loss);
}

/// Whether a foreign key points to another table that goes and is partitioned: its partitions have copies of
/// the key, which hold them back.
bool points_to_partitioned(const Writer& writer, const Object& key, const ddl::Unit& unit) {
    return std::ranges::any_of(key.depends_on, [&](const ObjectId& need) {
        const auto* table =
            writer.from_places.relation(need.schema, need.parent.empty() ? need.name : need.parent);
        return table != nullptr && table->find("partition_key") != nullptr && table != unit.head &&
               writer.changes.is_dropped(table->id);
    });
}

/// A foreign key between two tables that both go holds back the one that it points to.
void drop_circular_keys(Writer& writer, const ddl::Unit& unit, const std::vector<const Object*>& dropped) {
    for (const auto* member : unit.members) {
        if (member->id.kind != Kind::constraint || member->text("type") != "foreign key" ||
            points_to_partitioned(writer, *member, unit))
            continue;
        const bool is_gone = std::ranges::any_of(dropped, [&](const Object* table) {
            return std::ranges::any_of(member->depends_on, [&](const ObjectId& need) {
                return need.schema == table->id.schema &&
                       (need.parent == table->id.name || need.name == table->id.name);
            });
        });
        if (is_gone)
            ddl::handler_of(Kind::constraint).drop(writer, *member);
    }
}

/// Parts of a table that need a function that needs the table: a CHECK on the whole row.
void drop_circular_parts(Writer& writer, const ddl::Unit& unit) {
    for (const auto* member : unit.members) {
        const bool is_circle = std::ranges::any_of(member->depends_on, [&](const ObjectId& need) {
            const auto* function = need.kind == Kind::function ? writer.from.find(need) : nullptr;
            return function != nullptr && std::ranges::binary_search(function->depends_on, unit.head->id);
        });
        if (!is_circle)
            continue;
        if (member->id.kind == Kind::column)
            writer.add(member->id,
                       fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT", ddl::parent_of(member->id),
                                   quote_identifier(member->id.name)));
        else
            drop(writer, *member);
    }
}

/// A partition whose table stays: foreign keys that point to the table hold it back until it is detached.
void detach_dropped_partition(Writer& writer, const Object& table) {
    const auto* parent = writer.from_places.relation(table.text("partition_of"));
    if (parent != nullptr && !writer.changes.is_dropped(parent->id))
        writer.add(table.id, ddl::detachment(table),
                   ddl::lock_on(ddl::access_exclusive, ddl::name_of(parent->id)));
}

void drop_keys_to_partitioned(Writer& writer, const ddl::Unit& unit) {
    for (const auto* member : unit.members)
        if (member->id.kind == Kind::constraint && member->text("type") == "foreign key" &&
            points_to_partitioned(writer, *member, unit))
            ddl::handler_of(Kind::constraint).drop(writer, *member);
}

void write_drops(Writer& writer) {
    const auto units = ddl::drop_order(writer);
    for (const auto& unit : units)
        if (const auto* object = unit.head)
            if (writer.changes.of(object->id) == ObjectAction::alter)
                if (auto* const detach = ddl::handler_of(object->id.kind).detach)
                    detach(writer, *object, *writer.to.find(object->id));
    // A table that goes before another whose foreign key points to it.
    std::vector<const Object*> earlier;
    for (const auto& unit : units)
        if (unit.head->id.kind == Kind::table && writer.changes.is_dropped(unit.head->id)) {
            drop_keys_to_partitioned(writer, unit);
            drop_circular_keys(writer, unit, earlier);
            drop_circular_parts(writer, unit);
            earlier.push_back(unit.head);
        }
    for (const auto& unit : units) {
        if (!writer.changes.is_dropped(unit.head->id))
            continue;
        if (unit.head->find("partition_of") != nullptr)
            detach_dropped_partition(writer, *unit.head);
        drop(writer, *unit.head);
    }
}

void write_creations(Writer& writer) {
    const auto first_of_slow = ddl::handler_of(Kind::constraint).rank;
    bool is_slow = false;
    for (const auto& unit : ddl::creation_order(writer)) {
        // NOT NULL comes before keys and indexes, and after what has been dropped for a moment only.
        if (!is_slow && ddl::handler_of(unit.head->id.kind).rank >= first_of_slow) {
            is_slow = true;
            write_persistence(writer);
            write_takeovers(writer);
            writer.flush_not_nulls();
        }
        if (unit.head->id.kind == Kind::function && !writer.survives(unit.head->id))
            announce_types(writer, *unit.head);
        create_or_alter(writer, *unit.head, false);
        for (const auto* member : unit.members)
            create_or_alter(writer, *member, true);
    }
    if (is_slow)
        return;
    write_persistence(writer);
    write_takeovers(writer);
}

void note_column_orders(Writer& writer) {
    for (const auto& object : writer.to.objects) {
        const auto* before = writer.from.find(object.id);
        if (before == nullptr || !writer.survives(object.id))
            continue;
        if (object.id.kind == Kind::table)
            ddl::note_table(writer, *before, object);
        else if (object.id.kind == Kind::composite_type)
            ddl::note_composite(writer, object);
    }
}

/// Texts of what stays are left in the wording of `from`.
void keep_wording(const Writer& writer, const Model& from, Model& to) {
    for (const auto& [id, attribute] : writer.options.alike) {
        const auto* before = from.find(id);
        const auto after = std::ranges::lower_bound(to.objects, id, {}, &Object::id);
        if (before == nullptr || after == to.objects.end() || after->id != id || !writer.survives(id) ||
            writer.changes.type_changed.contains(id) || writer.changes.without_default.contains(id))
            continue;
        if (const auto* value = before->find(attribute))
            after->set(attribute, *value);
    }
}

} // namespace

Script statements(const Model& from, const Model& to, const StatementOptions& options) {
    auto wanted = to;
    Writer writer(from, wanted, options);
    writer.changes = ddl::plan_changes(writer);
    for (const auto& sentence : writer.changes.impossible)
        writer.cannot(sentence);
    keep_wording(writer, from, wanted);
    write_drops(writer);
    rename_for_swap(writer);
    write_creations(writer);
    note_column_orders(writer);
    return writer.take();
}

std::string only_owner(const Model& from, const Model& to) {
    std::string owner;
    for (const auto* model : {&from, &to})
        for (const auto& object : model->objects) {
            const auto name = object.text("owner");
            // Every database has these of the server's, whoever runs it.
            if (name.empty() || object.id.kind == Kind::extension || object.id.kind == Kind::database ||
                (object.id.kind == Kind::schema && object.id.name == "public"))
                continue;
            if (!owner.empty() && owner != name)
                return {};
            owner = name;
        }
    return owner;
}

} // namespace pgmend::schema
