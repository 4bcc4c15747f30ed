#include "drift/withhold.hpp"

#include "schema/ddl/names.hpp"
#include "schema/diff.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace pgmend::drift {
namespace {

using schema::DdlStatement;
using schema::Kind;
using schema::Model;
using schema::Object;
using schema::ObjectId;
using schema::Script;

bool holds_contents(Kind kind) {
    return schema::ddl::is_relation(kind) || kind == Kind::composite_type || kind == Kind::domain;
}

/// Whether the object is in the holder, or is the sequence of one of its columns.
bool is_inside(const Object& object, const ObjectId& holder) {
    if (holds_contents(holder.kind) && object.id.schema == holder.schema && object.id.parent == holder.name)
        return true;
    if (object.id.kind != Kind::sequence)
        return false;
    for (const auto* attribute : {"owned_by", "identity_of"}) {
        const auto owner = object.text(attribute);
        if (owner.empty())
            continue;
        const auto parts = schema::ddl::split_name(owner);
        if (parts.size() != 3 || parts[0] != holder.schema)
            continue;
        if (holder.kind == Kind::column ? parts[1] == holder.parent && parts[2] == holder.name
                                        : parts[1] == holder.name && holder.parent.empty())
            return true;
    }
    return false;
}

/// Makes a target keep what is in the live schema.
class Keeper {
  public:
    Keeper(const Model& live, const Model& target) : live_(live), places_(live), target_(target) {
        for (const auto& finding : schema::diff(target, live).findings)
            if (finding.rename_of)
                new_names_.emplace(finding.object, *finding.rename_of);
    }

    void keep(const ObjectId& id) {
        const auto* object = live_.find(id);
        if (object == nullptr || !kept_.insert(id).second)
            return;
        if (const auto renamed = new_names_.find(id); renamed != new_names_.end())
            drop_new(renamed->second);
        std::erase_if(target_.objects, [&](const Object& o) {
            return o.id == id || is_inside(o, id) || is_new_child(o, *object);
        });
        // A column's default, and what follows from it, may use a sequence of the same name.
        std::vector<const Object*> added{object};
        for (const auto& one : live_.objects)
            if (is_inside(one, id) && one.id != id)
                added.push_back(&one);
        for (const auto* one : added) {
            std::erase_if(target_.objects, [&](const Object& o) { return o.id == one->id; });
            target_.objects.push_back(*one);
        }
        target_.sort();
        for (const auto* one : added)
            keep_needs(*one);
    }

    const Model& target() const { return target_; }

  private:
    /// What the object needs and would not be there any more.
    void keep_needs(const Object& object) {
        for (const auto& need : object.depends_on)
            if (target_.find(need) == nullptr)
                keep(need);
        if (const auto* container = places_.container(object))
            if (target_.find(container->id) == nullptr)
                keep(container->id);
        for (const auto& name : schema::ddl::parents_of(object))
            if (const auto* parent = places_.relation(name)) {
                const auto* there = target_.find(parent->id);
                if (there == nullptr || !schema::ddl::same(*there, *parent, "partition_key"))
                    keep(parent->id);
            }
        const ObjectId schema{.kind = Kind::schema, .name = object.id.schema};
        if (!object.id.schema.empty() && target_.find(schema) == nullptr)
            keep(schema);
    }

    /// A new partition of a table that stays without partitions.
    bool is_new_child(const Object& object, const Object& kept) const {
        if (kept.id.kind != Kind::table || kept.find("partition_key") != nullptr ||
            object.id.kind != Kind::table || live_.find(object.id) != nullptr)
            return false;
        const auto parts = schema::ddl::split_name(object.text("partition_of"));
        return parts.size() == 2 && parts[0] == kept.id.schema && parts[1] == kept.id.name;
    }

    /// Something new, and what is new and depends on it.
    void drop_new(const ObjectId& id) {
        std::set<ObjectId> gone{id};
        for (std::size_t before = 0; before != gone.size();) {
            before = gone.size();
            for (const auto& object : target_.objects)
                if (live_.find(object.id) == nullptr && depends_on_any(object, gone))
                    gone.insert(object.id);
        }
        std::erase_if(target_.objects, [&](const Object& o) { return gone.contains(o.id); });
    }

    static bool depends_on_any(const Object& object, const std::set<ObjectId>& gone) {
        return std::ranges::any_of(gone, [&](const ObjectId& id) {
            return is_inside(object, id) || std::ranges::binary_search(object.depends_on, id) ||
                   (id.kind == Kind::column && object.id.schema == id.schema &&
                    object.id.parent == id.parent && object.id.kind != Kind::column &&
                    schema::ddl::mentions(object, id.name));
        });
    }

    const Model& live_;
    schema::ddl::Places places_;
    Model target_;
    std::set<ObjectId> kept_;
    std::map<ObjectId, ObjectId> new_names_; ///< what is to be dropped, and what it may be called now
};

bool loses(const DdlStatement& statement) {
    return !statement.data_loss.empty();
}

/// The statements of the whole script that are not in the given one.
std::vector<DdlStatement> left_out(const Script& whole, const Script& given) {
    std::multiset<std::string> texts;
    for (const auto& statement : given.statements)
        texts.insert(statement.sql);
    std::vector<DdlStatement> rest;
    for (const auto& statement : whole.statements) {
        const auto found = texts.find(statement.sql);
        if (found == texts.end())
            rest.push_back(statement);
        else
            texts.erase(found);
    }
    return rest;
}

} // namespace

LosslessScript without_losses(const Model& live, const Model& target,
                              const schema::StatementOptions& options) {
    const auto whole = schema::statements(live, target, options);
    Keeper keeper(live, target);
    auto given = whole;
    // What is kept may keep others from being changed without a loss: mostly once is enough.
    constexpr int most_rounds = 20;
    for (int round = 0; round < most_rounds && std::ranges::any_of(given.statements, loses); ++round) {
        for (const auto& statement : given.statements)
            if (loses(statement))
                keeper.keep(statement.object);
        given = schema::statements(live, keeper.target(), options);
    }
    std::erase_if(given.statements, loses);
    auto withheld = left_out(whole, given);
    return {.target = keeper.target(), .script = std::move(given), .withheld = std::move(withheld)};
}

} // namespace pgmend::drift
