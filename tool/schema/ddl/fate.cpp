#include "schema/ddl/fate.hpp"

#include "schema/ddl/family.hpp"
#include "schema/ddl/kinds.hpp"

#include <algorithm>

namespace pgmend::schema::ddl {
namespace {

/// Kinds that PostgreSQL does not take along when the type of a column changes under them.
bool minds_retype(const ObjectId& id) {
    switch (id.kind) {
    case Kind::view:
    case Kind::materialized_view:
    case Kind::rule:
    case Kind::trigger:
    case Kind::policy:
    case Kind::function:
    case Kind::procedure:
    case Kind::publication_table:
        return true;
    default:
        return false;
    }
}

/// Whether values of the type can be stored somewhere by way of this dependent.
bool may_hold_values(const ObjectId& dependent) {
    switch (dependent.kind) {
    case Kind::column:
    case Kind::table:
    case Kind::foreign_table:
    case Kind::attribute:
    case Kind::domain:
    case Kind::range_type:
        return true;
    default:
        return false;
    }
}

/// What the server makes anew with the column has its statistics targets no more.
bool loses_targets(const Object& object) {
    if (object.id.kind == Kind::statistics)
        return object.find("target") != nullptr;
    return object.id.kind == Kind::index &&
           std::ranges::any_of(object.attributes, [](const Attribute& attribute) {
               return attribute.name.starts_with("statistics.");
           });
}

bool is_foreign_key(const Object& object) {
    return object.id.kind == Kind::constraint && object.text("type") == "foreign key";
}

bool is_table_column(const Writer& writer, const Object& column) {
    const auto* container = writer.from_places.container(column);
    return container != nullptr &&
           (container->id.kind == Kind::table || container->id.kind == Kind::foreign_table);
}

class Decision {
  public:
    explicit Decision(const Writer& writer) : writer_(writer) {
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

    Fates run() {
        compare();
        order_attributes();
        while (!queue_.empty()) {
            const auto id = queue_.back();
            queue_.pop_back();
            spread(*writer_.from.find(id));
        }
        return std::move(result_);
    }

  private:
    void set(const ObjectId& id, Fate fate) {
        auto& here = result_.fates[id];
        if (here == fate)
            return;
        here = fate;
        if ((fate == Fate::drop || fate == Fate::rebuild) && writer_.from.find(id) != nullptr)
            queue_.push_back(id);
    }

    void rebuild(const ObjectId& id) {
        const auto fate = result_.of(id);
        if (fate == Fate::keep || fate == Fate::alter)
            set(id, Fate::rebuild);
    }

    void retype(const Object& column) {
        if (result_.goes(column.id) || !result_.retyped.insert(column.id).second)
            return;
        if (result_.of(column.id) == Fate::keep)
            set(column.id, Fate::alter);
        queue_.push_back(column.id);
    }

    void compare() {
        auto f = writer_.from.objects.begin();
        auto t = writer_.to.objects.begin();
        const auto f_end = writer_.from.objects.end();
        const auto t_end = writer_.to.objects.end();
        while (f != f_end || t != t_end) {
            if (t == t_end || (f != f_end && f->id < t->id))
                set((f++)->id, Fate::drop);
            else if (f == f_end || t->id < f->id)
                set((t++)->id, Fate::create);
            else
                pair(*f++, *t++);
        }
    }

    void pair(const Object& from, const Object& to) {
        const auto* before = writer_.from_places.container(from);
        const auto* after = writer_.to_places.container(to);
        if (from.id.kind != Kind::sequence && before != nullptr && after != nullptr &&
            before->id != after->id)
            return set(to.id, Fate::rebuild);
        if (from.attributes == to.attributes)
            return;
        const auto& kin = family(to.id.kind);
        bool differs = false;
        const auto look = [&](const Object& one) {
            for (const auto& attribute : one.attributes) {
                if (same(from, to, attribute.name) || is_informational(to.id, attribute.name))
                    continue;
                differs = true;
                if (!in_list(common_attributes, attribute.name) && !in_list(kin.alterable, attribute.name))
                    return true;
            }
            return false;
        };
        const bool beyond = look(from) || look(to);
        if (beyond || (differs && kin.must_rebuild != nullptr && kin.must_rebuild(writer_, from, to)))
            return set(to.id, Fate::rebuild);
        if (differs)
            set(to.id, Fate::alter);
        if (from.id.kind == Kind::extension && !same(from, to, "schema_name"))
            result_.dropped_late.insert(
                {.kind = Kind::schema, .name = split_name(from.text("schema_name")).front()});
        if (from.id.kind == Kind::column && is_table_column(writer_, from) &&
            !(same(from, to, "type") && same(from, to, "collation")))
            retype(from);
    }

    /// A type of which nothing is stored can be made anew with its attributes in another order.
    void order_attributes() {
        for (const auto& type : writer_.to.objects) {
            if (type.id.kind != Kind::composite_type || writer_.from.find(type.id) == nullptr ||
                order_can_be_reached(writer_, type.id))
                continue;
            const auto& users = dependents_[type.id];
            if (std::ranges::none_of(users, [](const Object* o) { return may_hold_values(o->id); }))
                rebuild(type.id);
        }
    }

    /// What the going (or changing of type) of one object means for the others.
    void spread(const Object& gone) {
        const bool retyped = !result_.goes(gone.id);
        if (!retyped)
            for (const auto* content : contents_[gone.id])
                rebuild(content->id);
        for (const auto* dependent : dependents_[gone.id])
            if (retyped)
                mind_retype(*dependent);
            else
                mind(*dependent, gone);
        if (gone.id.kind != Kind::column)
            return;
        spread_in_table(gone, retyped);
        if (!retyped)
            spread_to_children(gone);
    }

    void mind_retype(const Object& dependent) {
        if (minds_retype(dependent.id) || is_foreign_key(dependent) || loses_targets(dependent))
            rebuild(dependent.id);
        else if (dependent.id.kind == Kind::column && !is_table_column(writer_, dependent))
            rebuild(writer_.from_places.container(dependent)->id);
    }

    void mind(const Object& dependent, const Object& gone) {
        if (result_.goes(dependent.id))
            return;
        const auto* container = writer_.from_places.container(dependent);
        switch (dependent.id.kind) {
        case Kind::column:
            return is_table_column(writer_, dependent) ? mind_column(dependent, gone)
                                                       : rebuild(container->id);
        case Kind::attribute:
            if (result_.of(gone.id) == Fate::drop)
                result_.dropped_late.insert(gone.id);
            else
                rebuild(container->id);
            return;
        case Kind::table:
        case Kind::foreign_table:
            if (!dependent.text("of_type").empty())
                set(dependent.id, Fate::alter);
            return;
        case Kind::index:
            return rebuild(container != nullptr && container->id.kind == Kind::constraint ? container->id
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
            return rebuild(dependent.id);
        }
    }

    void mind_column(const Object& column, const Object& gone) {
        const bool comes_again = result_.of(gone.id) == Fate::rebuild;
        if (is_type(gone.id.kind)) {
            (comes_again ? result_.put_aside : result_.dropped_late).insert(gone.id);
            if (comes_again || gone.id.kind == Kind::extension)
                retype(column);
        } else if (column.find("generated") != nullptr) {
            rebuild(column.id);
        } else if (is_relation(gone.id.kind)) { // its row type
            rebuild(column.id);
        } else if (comes_again) {
            result_.without_default.insert(column.id);
            if (result_.of(column.id) == Fate::keep)
                set(column.id, Fate::alter);
        } else {
            result_.dropped_late.insert(gone.id);
        }
    }

    /// A column that a child table has from this one only goes along.
    void spread_to_children(const Object& column) {
        const auto* table = writer_.from_places.container(column);
        if (table == nullptr)
            return;
        for (const auto* child : children_[table->id]) {
            auto id = column.id;
            id.schema = child->id.schema;
            id.parent = child->id.name;
            const auto* inherited = writer_.from.find(id);
            if (inherited != nullptr && inherited->find("inherited") != nullptr)
                rebuild(id);
        }
    }

    /// What is in a table depends on its columns without saying so: a name in the text must do.
    void spread_in_table(const Object& column, bool retyped) {
        const auto* table = writer_.from_places.container(column);
        if (table == nullptr || result_.goes(table->id))
            return;
        const bool new_type = std::ranges::any_of(
            column.depends_on, [&](const ObjectId& need) { return result_.put_aside.contains(need); });
        for (const auto* one : contents_[table->id]) {
            const bool is_generated = one->id.kind == Kind::column && one->find("generated") != nullptr;
            if (one == &column || (one->id.kind == Kind::column && !is_generated) ||
                !mentions(*one, column.id.name))
                continue;
            if (!retyped || new_type || is_generated || minds_retype(one->id) || is_foreign_key(*one) ||
                loses_targets(*one))
                rebuild(one->id);
        }
    }

    const Writer& writer_;
    Fates result_;
    std::vector<ObjectId> queue_;
    std::map<ObjectId, std::vector<const Object*>> dependents_, contents_, children_;
};

} // namespace

Fate Fates::of(const ObjectId& id) const {
    const auto found = fates.find(id);
    return found == fates.end() ? Fate::keep : found->second;
}

bool Fates::goes(const ObjectId& id) const {
    const auto fate = of(id);
    return fate == Fate::drop || fate == Fate::rebuild;
}

Fates decide_fates(const Writer& writer) {
    return Decision(writer).run();
}

std::string aside_name(const ObjectId& type) {
    return type.name + "__old";
}

} // namespace pgmend::schema::ddl
