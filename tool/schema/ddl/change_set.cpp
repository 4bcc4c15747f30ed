#include "schema/ddl/change_set.hpp"

#include "schema/ddl/change_rules.hpp"
#include "schema/ddl/kind_handler.hpp"
#include "schema/ddl/kinds.hpp"
#include "schema/ddl/refusals.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::schema::ddl {
namespace {

class ChangePlanner {
  public:
    explicit ChangePlanner(const Writer& writer) : writer_(writer) {
        for (const auto& object : writer.from.objects) {
            for (const auto& need : object.depends_on)
                dependents_[need].push_back(&object);
            if (const auto* container = writer.from_places.container(object))
                contents_[container->id].push_back(&object);
            for (const auto& parent : parents_of(object))
                if (const auto* table = writer.from_places.relation(parent))
                    children_[table->id].push_back(&object);
        }
    }

    ChangeSet run() {
        compare();
        order_attributes();
        while (!queue_.empty()) {
            const auto id = queue_.back();
            queue_.pop_back();
            propagate(*writer_.from.find(id));
        }
        swap_what_types_are_built_on();
        alter_tables_of_indexes();
        return std::move(result_);
    }

  private:
    void set(const ObjectId& id, ObjectAction action) {
        auto& here = result_.actions[id];
        if (here == action)
            return;
        here = action;
        if ((action == ObjectAction::drop || action == ObjectAction::recreate) &&
            writer_.from.find(id) != nullptr)
            queue_.push_back(id);
    }

    void recreate(const ObjectId& id) {
        result_.recreated_for_others.insert(id);
        const auto action = result_.of(id);
        if (action == ObjectAction::keep || action == ObjectAction::alter)
            set(id, ObjectAction::recreate);
    }

    void mark_type_change(const Object& column) {
        if (result_.is_dropped(column.id) || !result_.type_changed.insert(column.id).second)
            return;
        if (result_.of(column.id) == ObjectAction::keep)
            set(column.id, ObjectAction::alter);
        queue_.push_back(column.id);
    }

    void compare() {
        auto f = writer_.from.objects.begin();
        auto t = writer_.to.objects.begin();
        const auto f_end = writer_.from.objects.end();
        const auto t_end = writer_.to.objects.end();
        while (f != f_end || t != t_end) {
            if (t == t_end || (f != f_end && f->id < t->id))
                set((f++)->id, ObjectAction::drop);
            else if (f == f_end || t->id < f->id)
                create(*t++);
            else
                pair(*f++, *t++);
        }
    }

    std::string refusal(const Object& from, const Object& to) const {
        return why_refused(writer_, dependents_, from, to);
    }

    void create(const Object& object) {
        if (const auto reason = refusal(object, object); !reason.empty())
            return result_.impossible.push_back(reason);
        set(object.id, ObjectAction::create);
    }

    /// Whether the desired text is another one, though it may mean the same for the old type.
    bool has_other_wording(const Object& object) const {
        const auto* wanted = writer_.to.find(object.id);
        return wanted != nullptr && !same(object, *wanted, "definition");
    }

    void pair(const Object& from, const Object& to) {
        const auto* before = writer_.from_places.container(from);
        const auto* after = writer_.to_places.container(to);
        if (from.id.kind != Kind::sequence && before != nullptr && after != nullptr &&
            before->id != after->id)
            return set(to.id, ObjectAction::recreate);
        if (from.attributes == to.attributes)
            return;
        const auto& handler = handler_of(to.id.kind);
        bool differs = false;
        const auto look = [&](const Object& one) {
            for (const auto& attribute : one.attributes) {
                if (same(from, to, attribute.name) || is_informational(to.id, attribute.name) ||
                    writer_.options.alike.contains({to.id, attribute.name}))
                    continue;
                differs = true;
                if (!in_list(common_attributes, attribute.name) &&
                    !in_list(handler.alterable, attribute.name))
                    return true;
            }
            return false;
        };
        const bool beyond = look(from) || look(to);
        if (const auto reason = refusal(from, to); !reason.empty())
            return result_.impossible.push_back(reason);
        if (beyond ||
            (differs && handler.must_recreate != nullptr && handler.must_recreate(writer_, from, to)))
            return set(to.id, ObjectAction::recreate);
        if (differs)
            set(to.id, ObjectAction::alter);
        if (from.id.kind == Kind::extension && !same(from, to, "schema_name"))
            result_.deferred_drops.insert(
                {.kind = Kind::schema, .name = split_name(from.text("schema_name")).front()});
        if (from.id.kind == Kind::column && is_table_column(writer_, from) &&
            !(same(from, to, "type") && same(from, to, "collation")))
            mark_type_change(from);
    }

    /// A type that a renamed type is built on cannot be dropped before that one is.
    void swap_what_types_are_built_on() {
        for (std::size_t before = 0; before != result_.renamed_for_swap.size();) {
            before = result_.renamed_for_swap.size();
            std::vector<ObjectId> more;
            for (const auto& id : result_.renamed_for_swap)
                for (const auto& need : needs_of_type(id))
                    if (is_type(need.kind) && need.kind != Kind::extension && result_.is_dropped(need))
                        more.push_back(need);
            result_.renamed_for_swap.insert(more.begin(), more.end());
        }
    }

    /// What a table says of an index goes with that: its replica identity, and CLUSTER.
    void alter_tables_of_indexes() {
        std::vector<ObjectId> tables;
        for (const auto& [id, action] : result_.actions) {
            if (id.kind != Kind::index || action != ObjectAction::recreate)
                continue;
            const auto* table = writer_.to_places.relation(id.schema, id.parent);
            if (table != nullptr && (mentions(table->text("replica_identity"), id.name) ||
                                     table->text("clustered_on") == id.name))
                tables.push_back(table->id);
        }
        for (const auto& id : tables)
            if (result_.of(id) == ObjectAction::keep)
                result_.actions[id] = ObjectAction::alter;
    }

    std::vector<ObjectId> needs_of_type(const ObjectId& id) {
        const auto* type = writer_.from.find(id);
        auto needs = type == nullptr ? std::vector<ObjectId>() : type->depends_on;
        for (const auto* attribute : contents_[id])
            needs.insert(needs.end(), attribute->depends_on.begin(), attribute->depends_on.end());
        return needs;
    }

    /// A type without stored values can be recreated with its attributes in another order.
    void order_attributes() {
        for (const auto& type : writer_.to.objects) {
            if (type.id.kind != Kind::composite_type || writer_.from.find(type.id) == nullptr ||
                order_can_be_reached(writer_, type.id))
                continue;
            const auto& users = dependents_[type.id];
            if (std::ranges::none_of(users, [](const Object* o) { return may_hold_values(o->id); }))
                recreate(type.id);
        }
    }

    /// What a drop, or a change of a column's type, means for the other objects.
    void propagate(const Object& gone) {
        const bool type_changed = !result_.is_dropped(gone.id);
        if (!type_changed) {
            for (const auto* content : contents_[gone.id])
                recreate(content->id);
            for (const auto* child : children_[gone.id]) // it is detached, and keeps what it has
                if (result_.of(child->id) == ObjectAction::keep && writer_.to.find(child->id) != nullptr)
                    set(child->id, ObjectAction::alter);
        }
        for (const auto* dependent : dependents_[gone.id])
            if (type_changed)
                propagate_type_change(*dependent);
            else
                propagate_drop(*dependent, gone);
        if (gone.id.kind != Kind::column)
            return;
        propagate_in_table(gone, type_changed);
        if (!type_changed)
            propagate_to_children(gone);
    }

    void propagate_type_change(const Object& dependent) {
        if (blocks_type_change(dependent.id) || is_foreign_key(dependent) || loses_targets(dependent))
            recreate(dependent.id);
        else if (dependent.id.kind == Kind::column && !is_table_column(writer_, dependent))
            recreate(writer_.from_places.container(dependent)->id);
    }

    void propagate_drop(const Object& dependent, const Object& gone) {
        if (result_.is_dropped(dependent.id))
            return;
        const auto* container = writer_.from_places.container(dependent);
        switch (dependent.id.kind) {
        case Kind::column:
            return is_table_column(writer_, dependent) ? propagate_drop_to_column(dependent, gone)
                                                       : recreate(container->id);
        case Kind::attribute:
            if (result_.of(gone.id) == ObjectAction::drop)
                result_.deferred_drops.insert(gone.id);
            else
                recreate(container->id);
            return;
        case Kind::foreign_table:
            return recreate(dependent.id);
        case Kind::domain:
            if (is_type(gone.id.kind))
                return recreate(dependent.id);
            result_.without_default.insert(dependent.id);
            if (result_.of(dependent.id) == ObjectAction::keep)
                set(dependent.id, ObjectAction::alter);
            return;
        case Kind::table:
            if (gone.id.kind == Kind::function && dependent.find("partition_key") != nullptr)
                result_.impossible.push_back(fmt::format(
                    "{} cannot be dropped or changed in place, because the partition key of {} uses "
                    "it: create another table and move the rows",
                    name_of(gone.id), name_of(dependent.id)));
            if (!dependent.text("of_type").empty())
                set(dependent.id, ObjectAction::alter);
            return;
        case Kind::index:
            return recreate(container != nullptr && container->id.kind == Kind::constraint ? container->id
                                                                                           : dependent.id);
        case Kind::sequence:
        case Kind::schema:
        case Kind::extension:
        case Kind::role:
        case Kind::publication:
        case Kind::default_privileges:
        case Kind::subscription:
            return;
        default:
            return recreate(dependent.id);
        }
    }

    void propagate_drop_to_column(const Object& column, const Object& gone) {
        const bool is_recreated = result_.of(gone.id) == ObjectAction::recreate;
        const auto* wanted = writer_.to.find(column.id);
        // The same text, of a default for one, means another object once this one is gone.
        const bool stays_as_text = wanted != nullptr && wanted->find("default") != nullptr;
        if (is_type(gone.id.kind) && gone.id.kind != Kind::extension && is_recreated &&
            column.find("generated") != nullptr) {
            recreate(column.id); // USING is not for generated columns
        } else if (is_type(gone.id.kind)) {
            (is_recreated ? result_.renamed_for_swap : result_.deferred_drops).insert(gone.id);
            if (is_recreated || gone.id.kind == Kind::extension)
                mark_type_change(column);
        } else if (column.find("generated") != nullptr) {
            recreate(column.id);
        } else if (is_relation(gone.id.kind)) { // its row type
            recreate(column.id);
        } else if (is_recreated || stays_as_text) {
            result_.without_default.insert(column.id);
            if (result_.of(column.id) == ObjectAction::keep)
                set(column.id, ObjectAction::alter);
        } else {
            result_.deferred_drops.insert(gone.id);
        }
    }

    /// A column that a child table only inherits from this one is dropped with it.
    void propagate_to_children(const Object& column) {
        const auto* table = writer_.from_places.container(column);
        if (table == nullptr || result_.is_dropped(table->id))
            return;
        for (const auto* child : children_[table->id]) {
            auto id = column.id;
            id.schema = child->id.schema;
            id.parent = child->id.name;
            const auto* inherited = writer_.from.find(id);
            if (inherited != nullptr && inherited->find("inherited") != nullptr)
                recreate(id);
        }
    }

    /// The catalog does not record how objects of a table depend on its columns: their text names the column.
    void propagate_in_table(const Object& column, bool type_changed) {
        const auto* table = writer_.from_places.container(column);
        if (table == nullptr || result_.is_dropped(table->id))
            return;
        const bool new_type = std::ranges::any_of(
            column.depends_on, [&](const ObjectId& need) { return result_.renamed_for_swap.contains(need); });
        for (const auto* one : contents_[table->id]) {
            const bool is_generated = one->id.kind == Kind::column && one->find("generated") != nullptr;
            if (one == &column || (one->id.kind == Kind::column && !is_generated) ||
                !mentions(*one, column.id.name))
                continue;
            if (!type_changed || new_type || is_generated || blocks_type_change(one->id) ||
                is_foreign_key(*one) || loses_targets(*one) || has_other_wording(*one))
                recreate(one->id);
        }
    }

    const Writer& writer_;
    ChangeSet result_;
    std::vector<ObjectId> queue_;
    Dependents dependents_;
    std::map<ObjectId, std::vector<const Object*>> contents_, children_;
};

} // namespace

ObjectAction ChangeSet::of(const ObjectId& id) const {
    const auto found = actions.find(id);
    return found == actions.end() ? ObjectAction::keep : found->second;
}

bool ChangeSet::is_dropped(const ObjectId& id) const {
    const auto action = of(id);
    return action == ObjectAction::drop || action == ObjectAction::recreate;
}

ChangeSet plan_changes(const Writer& writer) {
    return ChangePlanner(writer).run();
}

std::string swap_name(const ObjectId& type) {
    return type.name + "__old";
}

} // namespace pgmend::schema::ddl
