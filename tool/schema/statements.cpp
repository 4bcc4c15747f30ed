#include "schema/statements.hpp"

#include "base/quote.hpp"
#include "schema/ddl/drops.hpp"
#include "schema/ddl/kind_handler.hpp"
#include "schema/ddl/kinds.hpp"
#include "schema/ddl/order.hpp"
#include "schema/ddl/persistence.hpp"
#include "schema/ddl/takeover.hpp"
#include "schema/ddl/type_swap.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema {
namespace {

using ddl::ObjectAction;
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

void write_creations(Writer& writer) {
    const auto first_of_slow = ddl::handler_of(Kind::constraint).rank;
    bool is_slow = false;
    for (const auto& unit : ddl::creation_order(writer)) {
        // NOT NULL comes before keys and indexes, and after what has been dropped for a moment only.
        if (!is_slow && ddl::handler_of(unit.head->id.kind).rank >= first_of_slow) {
            is_slow = true;
            ddl::write_persistence(writer);
            ddl::write_takeovers(writer);
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
    ddl::write_persistence(writer);
    ddl::write_takeovers(writer);
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
    ddl::write_drops(writer);
    ddl::rename_for_swap(writer);
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
