#include "schema/ddl/drops.hpp"

#include "base/quote.hpp"
#include "schema/ddl/kind_handler.hpp"
#include "schema/ddl/order.hpp"
#include "schema/ddl/parents.hpp"
#include "schema/ddl/takeover.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

void drop(Writer& writer, const Object& object) {
    if (object.id.kind == Kind::sequence && hands_over(writer, object))
        return put_aside(writer, object);
    if (writer.changes.renamed_for_swap.contains(object.id) && object.id.kind != Kind::extension)
        return;
    const auto& handler = handler_of(object.id.kind);
    if (writer.changes.deferred_drops.contains(object.id))
        return writer.add_late(object.id, fmt::format("DROP {} {}", handler.keyword, name_of(object.id)));
    if (handler.drop != nullptr)
        return handler.drop(writer, object);
    std::string loss;
    if (object.id.kind == Kind::extension)
        loss = fmt::format("all objects of the extension {}", name_of(object.id));
    const bool relation = is_relation(object.id.kind);
    writer.add(object.id, fmt::format("DROP {} {}", handler.keyword, name_of(object.id)),
               relation || !object.id.parent.empty()
                   ? lock_on(access_exclusive, relation ? name_of(object.id) : parent_of(object.id))
                   : "",
               loss);
}

/// Whether a foreign key points to another table that goes and is partitioned: its partitions have copies of
/// the key, which hold them back.
bool points_to_partitioned(const Writer& writer, const Object& key, const Unit& unit) {
    return std::ranges::any_of(key.depends_on, [&](const ObjectId& need) {
        const auto* table =
            writer.from_places.relation(need.schema, need.parent.empty() ? need.name : need.parent);
        return table != nullptr && table->find("partition_key") != nullptr && table != unit.head &&
               writer.changes.is_dropped(table->id);
    });
}

/// A foreign key between two tables that both go holds back the one that it points to.
void drop_circular_keys(Writer& writer, const Unit& unit, const std::vector<const Object*>& dropped) {
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
            handler_of(Kind::constraint).drop(writer, *member);
    }
}

/// Parts of a table that need a function that needs the table: a CHECK on the whole row.
void drop_circular_parts(Writer& writer, const Unit& unit) {
    for (const auto* member : unit.members) {
        const bool is_circle = std::ranges::any_of(member->depends_on, [&](const ObjectId& need) {
            const auto* function = need.kind == Kind::function ? writer.from.find(need) : nullptr;
            return function != nullptr && std::ranges::binary_search(function->depends_on, unit.head->id);
        });
        if (!is_circle)
            continue;
        if (member->id.kind == Kind::column)
            writer.add(member->id, fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT",
                                               parent_of(member->id), quote_identifier(member->id.name)));
        else
            drop(writer, *member);
    }
}

/// A partition whose table stays: foreign keys that point to the table hold it back until it is detached.
void detach_dropped_partition(Writer& writer, const Object& table) {
    const auto* parent = writer.from_places.relation(table.text("partition_of"));
    if (parent != nullptr && !writer.changes.is_dropped(parent->id))
        writer.add(table.id, detachment(table), lock_on(access_exclusive, name_of(parent->id)));
}

void drop_keys_to_partitioned(Writer& writer, const Unit& unit) {
    for (const auto* member : unit.members)
        if (member->id.kind == Kind::constraint && member->text("type") == "foreign key" &&
            points_to_partitioned(writer, *member, unit))
            handler_of(Kind::constraint).drop(writer, *member);
}

} // namespace

void write_drops(Writer& writer) {
    const auto units = drop_order(writer);
    for (const auto& unit : units)
        if (const auto* object = unit.head)
            if (writer.changes.of(object->id) == ObjectAction::alter)
                if (auto* const detach = handler_of(object->id.kind).detach)
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

} // namespace pgmend::schema::ddl
