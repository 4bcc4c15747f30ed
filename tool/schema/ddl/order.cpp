#include "schema/ddl/order.hpp"

#include "schema/ddl/kind_handler.hpp"
#include "schema/ddl/parents.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <unordered_map>

namespace pgmend::schema::ddl {
namespace {

int rank(const Object& object) {
    // Foreign keys need what they point to whole, with its indexes.
    if (object.id.kind == Kind::constraint && object.text("type") == "foreign key")
        return handler_of(Kind::index).rank + 1;
    return handler_of(object.id.kind).rank;
}

using UnitOf = std::function<const Object*(const Object&)>;

/// Sorts the objects of a model so that what is needed comes first; among those that are ready, by rank. A
/// circle is cut at the lowest rank.
class Order {
  public:
    Order(const Places& places, UnitOf unit_of, const std::function<bool(const ObjectId&)>& counts)
        : places_(places), model_(places.model()), unit_of_(std::move(unit_of)), counts_(counts),
          needed_by_(model_.objects.size()), waits_for_(model_.objects.size()) {
        for (const auto& object : model_.objects)
            if (counts_(object.id))
                columns_.push_back(&object);
        std::erase_if(columns_, [](const Object* o) { return o->id.kind != Kind::column; });
        for (const auto& object : model_.objects)
            connect(object);
    }

    std::vector<Unit> run() {
        std::vector<Unit> units;
        std::unordered_map<const Object*, std::size_t> place;
        for (const auto* head : sorted()) {
            place[head] = units.size();
            units.push_back({.head = head, .members = {}});
        }
        for (const auto& object : model_.objects)
            if (const auto* head = unit_of_(object); head != &object)
                units[place.at(head)].members.push_back(&object);
        std::erase_if(units, [&](const Unit& unit) {
            return !counts_(unit.head->id) &&
                   std::ranges::none_of(unit.members, [&](const Object* o) { return counts_(o->id); });
        });
        return units;
    }

  private:
    std::size_t number(const Object* object) const {
        return static_cast<std::size_t>(object - model_.objects.data());
    }

    void edge(const Object& object, const Object* needed) {
        if (needed == nullptr)
            return;
        const auto* a = unit_of_(object);
        const auto* b = unit_of_(*needed);
        if (a == b)
            return;
        needed_by_[number(b)].push_back(number(a));
        ++waits_for_[number(a)];
    }

    void connect(const Object& object) {
        const auto& id = object.id;
        for (const auto& need : object.depends_on) {
            // An owned sequence stands before its column; that it is owned is said when both are there.
            const bool owned = id.kind == Kind::sequence && need.kind == Kind::column &&
                               object.find("identity_of") == nullptr;
            // The functions of a type stand before it.
            const auto* needed = model_.find(need);
            if (needed != nullptr && is_circle_of_part(object, *needed))
                continue;
            const bool circle = need.kind == Kind::base_type && needed != nullptr &&
                                std::ranges::binary_search(needed->depends_on, id);
            if (!owned && !circle)
                edge(object, needed);
        }
        if (id.kind != Kind::sequence || object.find("identity_of") != nullptr)
            edge(object, places_.container(object));
        if (!id.schema.empty())
            edge(object, model_.find({.kind = Kind::schema, .name = id.schema}));
        if (id.kind == Kind::extension)
            edge(object,
                 model_.find({.kind = Kind::schema, .name = split_name(object.text("schema_name"))[0]}));
        if (!id.parent.empty() && id.kind != Kind::column)
            connect_columns(object, id.schema, id.parent);
        for (const auto& name : parents_of(object))
            if (const auto* parent = places_.relation(name); parent != nullptr && counts_(id))
                connect_columns(object, parent->id.schema, parent->id.name);
    }

    /// A part of a table that needs a function that needs the table: the part comes last, and goes first, by
    /// a statement of its own.
    bool is_circle_of_part(const Object& object, const Object& needed) const {
        if (needed.id.kind != Kind::function || object.id.parent.empty())
            return false;
        const auto* whole = unit_of_(object);
        return whole != &object && std::ranges::binary_search(needed.depends_on, whole->id);
    }

    /// What is in a table may name those of its columns that come, go or change; a child has them, too.
    void connect_columns(const Object& object, const std::string& schema, const std::string& table) {
        const ObjectId first{.kind = Kind::column, .schema = schema, .parent = table};
        auto at = std::ranges::lower_bound(columns_, first, {}, [](const Object* o) { return o->id; });
        for (; at != columns_.end() && (*at)->id.schema == schema && (*at)->id.parent == table; ++at)
            edge(object, *at);
    }

    std::vector<const Object*> sorted() {
        using Key = std::pair<int, std::size_t>;
        std::priority_queue<Key, std::vector<Key>, std::greater<>> ready;
        std::vector<Key> rest;
        for (const auto& object : model_.objects)
            if (unit_of_(object) == &object)
                rest.emplace_back(rank(object), number(&object));
        std::ranges::sort(rest);
        std::vector<bool> done(model_.objects.size());
        for (const auto& key : rest)
            if (waits_for_[key.second] == 0)
                ready.push(key);
        std::vector<const Object*> sorted;
        auto next = rest.begin();
        while (sorted.size() < rest.size()) {
            if (ready.empty()) {
                while (done[next->second])
                    ++next;
                ready.push(*next);
            }
            const auto at = ready.top().second;
            ready.pop();
            if (done[at])
                continue;
            done[at] = true;
            sorted.push_back(&model_.objects[at]);
            for (const auto dependent : needed_by_[at])
                if (--waits_for_[dependent] == 0)
                    ready.emplace(rank(model_.objects[dependent]), dependent);
        }
        return sorted;
    }

    const Places& places_;
    const Model& model_;
    UnitOf unit_of_;
    std::function<bool(const ObjectId&)> counts_;
    std::vector<std::vector<std::size_t>> needed_by_;
    std::vector<std::size_t> waits_for_;
    std::vector<const Object*> columns_; ///< those that come, go or change
};

} // namespace

namespace {

bool is_key(const Object& constraint) {
    return constraint.text("type") == "primary key" || constraint.text("type") == "unique";
}

std::string_view columns_of_key(const Object& constraint) {
    const auto definition = constraint.text("definition");
    return definition.substr(std::min(definition.find('('), definition.size()));
}

/// Of two keys over the same columns in one CREATE TABLE the server makes only one; and a partition's own key
/// would be taken over by its parent's.
bool would_be_merged(const Writer& writer, const Object& key, const Object& table) {
    if (!is_key(key))
        return false;
    if (table.find("partition_of") != nullptr)
        return true;
    if (key.text("type") == "primary key")
        return false;
    return std::ranges::any_of(inside(writer.to, table, Kind::constraint), [&](const Object* other) {
        const bool is_first = other->text("type") == "primary key" || other->id < key.id;
        return other->id != key.id && is_key(*other) && is_first &&
               columns_of_key(*other) == columns_of_key(key);
    });
}

} // namespace

bool is_inline(const Writer& writer, const Object& constraint) {
    if (constraint.id.kind != Kind::constraint || constraint.text("type") == "foreign key" ||
        constraint.find("validated") != nullptr)
        return false;
    const auto* table = writer.to_places.relation(constraint.id.schema, constraint.id.parent);
    return table != nullptr && !writer.survives(table->id) && table->id.kind == Kind::table &&
           !would_be_merged(writer, constraint, *table) &&
           std::ranges::all_of(constraint.depends_on,
                               [](const ObjectId& need) { return need.kind == Kind::extension; });
}

std::vector<Unit> drop_order(const Writer& writer) {
    const auto unit_of = [&](const Object& object) {
        const auto* unit = &object;
        while (const auto* outer = writer.from_places.container(*unit)) {
            if (!writer.changes.is_dropped(outer->id) || !writer.changes.is_dropped(unit->id))
                break;
            unit = outer;
        }
        return unit;
    };
    const auto counts = [&](const ObjectId& id) { return writer.changes.of(id) != ObjectAction::keep; };
    auto units = Order(writer.from_places, unit_of, counts).run();
    std::ranges::reverse(units);
    return units;
}

std::vector<Unit> creation_order(const Writer& writer) {
    const auto unit_of = [&](const Object& object) -> const Object* {
        const auto* unit = &object;
        const auto* outer = writer.to_places.container(object);
        const bool part =
            object.id.kind == Kind::column || object.id.kind == Kind::attribute || is_inline(writer, object);
        if (part && outer != nullptr && !writer.survives(outer->id) && !writer.survives(object.id))
            unit = outer;
        return unit;
    };
    const auto counts = [&](const ObjectId& id) { return writer.changes.of(id) != ObjectAction::keep; };
    return Order(writer.to_places, unit_of, counts).run();
}

} // namespace pgmend::schema::ddl
