#include "drift/defined_at.hpp"

#include "base/letters.hpp"
#include "revision/steps.hpp"
#include "statement/split.hpp"

#include <map>
#include <memory>
#include <tuple>

namespace pgmend::drift {
namespace {

using schema::Kind;
using statement::ObjectKind;
using statement::ObjectName;
using statement::Verb;

/// What is said of an object by statements that leave the rest of it alone.
enum class Aspect { none, comment, privileges, owner, partition };

/// The kinds whose names are told apart inside a table: a column and a constraint may be called alike.
enum class Part { whole, column, constraint, other };

Part part_of(Kind kind) {
    return kind == Kind::column || kind == Kind::attribute               ? Part::column
           : kind == Kind::constraint || kind == Kind::domain_constraint ? Part::constraint
                                                                         : Part::other;
}

Part part_of(ObjectKind kind) {
    return kind == ObjectKind::column       ? Part::column
           : kind == ObjectKind::constraint ? Part::constraint
                                            : Part::other;
}

Aspect aspect_of(std::string_view attribute) {
    if (attribute == "comment")
        return Aspect::comment;
    if (attribute == "owner")
        return Aspect::owner;
    if (attribute.starts_with("acl.") || attribute.find(".acl.") != std::string_view::npos)
        return Aspect::privileges;
    return attribute.starts_with("partition_of") || attribute.starts_with("partition_bound")
               ? Aspect::partition
               : Aspect::none;
}

/// In lower case, with single spaces.
std::string plain(std::string_view sql) {
    std::string text;
    for (const char c : lower(sql))
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
            text += c;
        else if (!text.ends_with(' '))
            text += ' ';
    return text;
}

Aspect aspect_of(const statement::Statement& one) {
    const auto sql = plain(one.sql);
    if (sql.starts_with("comment "))
        return Aspect::comment;
    if (sql.starts_with("grant ") || sql.starts_with("revoke "))
        return Aspect::privileges;
    if (!sql.starts_with("alter "))
        return Aspect::none;
    if (sql.find(" attach partition ") != std::string::npos ||
        sql.find(" detach partition ") != std::string::npos)
        return Aspect::partition;
    return sql.find(" owner to ") != std::string::npos ? Aspect::owner : Aspect::none;
}

/// The statements about one object.
struct Places {
    SourceLocation made;    ///< its CREATE or DROP, whichever came last
    SourceLocation altered; ///< empty = not since
    std::map<Aspect, SourceLocation> aspects;

    const SourceLocation& last() const { return altered.file.empty() ? made : altered; }
};

class Index {
  public:
    void note(const statement::Statement& one, const std::string& file) {
        const SourceLocation place{.file = file, .line = one.line};
        const auto aspect = aspect_of(one);
        if (aspect == Aspect::partition) {
            for (const auto& relation : one.relations)
                at({relation.schema, "", relation.name, Part::whole}).aspects[aspect] = place;
            return;
        }
        for (const auto& effect : one.effects)
            note(effect, aspect, place);
    }

    SourceLocation find(const schema::Finding& finding) const {
        const auto& id = finding.object;
        const auto part = id.parent.empty() ? Part::whole : part_of(id.kind);
        if (const auto* own = find({id.schema, id.parent, id.name, part})) {
            const auto said = own->aspects.find(aspect_of(finding.attribute));
            if (said != own->aspects.end() && said->first != Aspect::none)
                return said->second;
            if (!own->last().file.empty())
                return own->last();
        }
        if (id.parent.empty())
            return {};
        // ADD CHECK (…), whose name the server has chosen.
        if (part == Part::constraint)
            if (const auto* unnamed = find({id.schema, id.parent, "", part}))
                return unnamed->last();
        const auto* holder = find({id.schema, "", id.parent, Part::whole});
        return holder == nullptr ? SourceLocation{} : holder->made;
    }

  private:
    /// Schema, table, name, and what it is in the table.
    using Key = std::tuple<std::string, std::string, std::string, Part>;

    static Key key_of(const ObjectName& name) {
        return name.relation.empty()
                   ? Key{name.schema, "", name.name, Part::whole}
                   : Key{name.relation_schema, name.relation, name.name, part_of(name.kind)};
    }

    void note(const statement::Effect& effect, Aspect aspect, const SourceLocation& place) {
        const auto key = key_of(effect.object);
        if (aspect == Aspect::comment) {
            // What is commented on is not told; of things called alike, all are meant.
            const auto& [schema, relation, name, part] = key;
            for (const auto each : {Part::column, Part::constraint, Part::other})
                at(relation.empty() ? key : Key{schema, relation, name, each}).aspects[aspect] = place;
        } else if (aspect != Aspect::none) {
            at(key).aspects[aspect] = place;
        } else if (effect.verb == Verb::alter) {
            at(key).altered = place;
            if (!effect.new_name.empty() || !effect.new_schema.empty())
                rename(key, effect);
        } else {
            if (std::get<3>(key) == Part::whole)
                forget_parts(key);
            at(key) = {.made = place, .altered = {}, .aspects = {}};
        }
    }

    void forget_parts(const Key& table) {
        std::erase_if(places_, [&](const auto& entry) {
            return std::get<0>(entry.first) == std::get<0>(table) &&
                   std::get<1>(entry.first) == std::get<2>(table);
        });
    }

    void rename(const Key& key, const statement::Effect& effect) {
        const auto& [schema, relation, name, part] = key;
        const auto new_schema = effect.new_schema.empty() ? schema : effect.new_schema;
        const auto new_name = effect.new_name.empty() ? name : effect.new_name;
        std::map<Key, Places> moved;
        for (auto& [old, places] : places_) {
            auto now = old;
            if (old == key)
                now = {new_schema, relation, new_name, part};
            else if (part == Part::whole && std::get<0>(old) == schema && std::get<1>(old) == name)
                now = {new_schema, new_name, std::get<2>(old), std::get<3>(old)};
            moved[now] = std::move(places);
        }
        places_ = std::move(moved);
    }

    Places& at(const Key& key) { return places_[key]; }

    /// By the full name, else by the name as files have it that leave the schema to the search path.
    const Places* find(const Key& key) const {
        for (const auto& schema : {std::get<0>(key), std::string()}) {
            const auto found = places_.find({schema, std::get<1>(key), std::get<2>(key), std::get<3>(key)});
            if (found != places_.end())
                return &found->second;
        }
        return nullptr;
    }

    std::map<Key, Places> places_;
};

} // namespace

std::function<SourceLocation(const schema::Finding&)> definition_lookup(const revision::Graph& graph) {
    const auto index = std::make_shared<Index>();
    for (const auto& step : revision::upgrade_steps(graph, {}, "heads").steps) {
        const auto& revision = *step.revision;
        if (!revision.up)
            continue;
        try {
            for (const auto& one :
                 statement::split(revision.up->sql, {.file = revision.path, .line = revision.up->line}))
                index->note(one, revision.path);
        } catch (const UsageError&) { // a file that cannot be read places nothing
        }
    }
    return [index](const schema::Finding& finding) { return index->find(finding); };
}

SourceLocation newest_revision(const revision::Graph& graph) {
    const auto steps = revision::upgrade_steps(graph, {}, "heads").steps;
    return steps.empty() ? SourceLocation{} : SourceLocation{.file = steps.back().revision->path, .line = 1};
}

} // namespace pgmend::drift
