#include "catalog/find_equal.hpp"

#include "catalog/twin_group.hpp"
#include "pg/quote.hpp"
#include "statement/clauses.hpp"
#include "statement/retarget.hpp"

#include <algorithm>
#include <compare>
#include <map>
#include <set>

namespace pgmend::catalog {
namespace {

using statement::Effect;
using statement::ObjectKind;
using Texts = std::vector<std::string>;
using Answers = std::vector<std::optional<std::string>>;

/// Each twin takes some five of the locks that all sessions of the server share.
constexpr std::size_t most = 100;
constexpr std::size_t most_with_partners = 20;
constexpr int most_failures = 5;

using Members = std::vector<TwinMember>;

/// How a twin is made and read.
enum class Manner {
    none,
    relation, ///< made anew, read by its name
    routine,  ///< made anew, read with its schema: routines and types
    part      ///< added to a copy of its table
};

bool lives_on_table(const Effect& effect, const Existing& existing) {
    return existing.kind == 'r' && existing.name == effect.object.relation;
}

Manner manner_of(const statement::Statement& statement, const Existing& existing) {
    const auto& effect = statement.effects.front();
    if (effect.verb != statement::Verb::create || !existing.present() || !existing.valid ||
        statement::partition_parent(statement) || !statement::constraint_index(statement).empty() ||
        statement::split_alter_table(statement).size() > 1)
        return Manner::none;
    switch (effect.object.kind) {
    case ObjectKind::table:
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::sequence:
        return std::string_view("rvmS").find(existing.kind) != std::string_view::npos ? Manner::relation
                                                                                      : Manner::none;
    case ObjectKind::type:
    case ObjectKind::domain:
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::aggregate:
        return existing.kind == ' ' ? Manner::routine : Manner::none;
    case ObjectKind::index:
    case ObjectKind::column:
    case ObjectKind::constraint:
    case ObjectKind::trigger:
        return lives_on_table(effect, existing) ? Manner::part : Manner::none;
    default:
        return Manner::none;
    }
}

/// Whether making the twin locks other tables more than a reader would.
bool has_partners(const statement::Statement& statement) {
    const auto kind = statement.effects.front().object.kind;
    return statement.relations.size() > 1 && (kind == ObjectKind::table || kind == ObjectKind::constraint ||
                                              kind == ObjectKind::column || kind == ObjectKind::trigger);
}

/// An index is found by its name alone: it may be on a table of that name in another schema.
std::set<std::size_t> on_their_tables(pg::Connection& connection, const Members& members) {
    Texts tables;
    for (const auto& member : members) {
        const auto& object = member.effect().object;
        tables.push_back(pg::quote_qualified(object.relation_schema, object.relation));
    }
    const auto rows = connection.run(
        "SELECT to_regclass(name)::text FROM unnest($1::text[]) WITH ORDINALITY u(name, nr) ORDER BY nr",
        {tables});
    std::set<std::size_t> right;
    for (std::size_t row = 0; row < rows.rows(); ++row)
        if (rows.get<std::optional<std::string>>(row, 0) == members[row].existing->relation)
            right.insert(members[row].place);
    return right;
}

/// What is told in one go: objects of one schema in one manner, no name twice, since names are what tells the
/// twins apart.
struct Group {
    std::string schema;
    Manner manner = Manner::none;
    bool has_partners = false;
    int layer = 0;
    bool altered = false;

    auto operator<=>(const Group&) const = default;
};

void tell(pg::Connection& connection, const Group& group, Members members, Answers& answers) {
    for (int failures = 0; !members.empty() && failures < most_failures; ++failures) {
        try {
            TwinGroup twins(connection, members);
            const auto told = group.manner == Manner::part
                                  ? twins.parts()
                                  : twins.whole(group.manner == Manner::relation, group.altered);
            for (const auto& [place, name] : told)
                answers[place] = name;
            return;
        } catch (const TwinGroup::Refused& refused) {
            members.erase(members.begin() + static_cast<std::ptrdiff_t>(refused.member));
        } catch (const Error& error) {
            if (pg::is_from_outside(error) && error.code() != ExitCode::lock_timeout)
                throw;
            return; // whoever looks at each by itself waits for locks as long as he may
        }
    }
}

void tell_in_turns(pg::Connection& connection, const Group& group, const Members& members, Answers& answers) {
    const auto at_once = group.has_partners ? most_with_partners : most;
    for (std::size_t first = 0; first < members.size(); first += at_once) {
        const auto last = std::min(members.size(), first + at_once);
        tell(connection, group,
             Members(members.begin() + static_cast<std::ptrdiff_t>(first),
                     members.begin() + static_cast<std::ptrdiff_t>(last)),
             answers);
    }
}

bool is_altered_later(const TwinMember& member) {
    return member.effect().object.kind == ObjectKind::table &&
           std::ranges::any_of(member.later, [&](const statement::Statement& next) {
               return statement::alters_only(next, member.effect().object);
           });
}

} // namespace

std::vector<std::optional<std::string>> find_equal(pg::Connection& connection,
                                                   std::span<const Created> created) {
    Answers answers(created.size());
    std::map<Group, Members> groups;
    std::map<std::pair<Group, std::string>, int> layers;
    Members indexes;
    for (std::size_t i = 0; i < created.size(); ++i) {
        const auto& [statement, existing, later] = created[i];
        const auto manner = manner_of(*statement, *existing);
        const TwinMember member{.place = i, .statement = statement, .existing = existing, .later = later};
        if (manner == Manner::none)
            continue;
        if (member.effect().object.kind == ObjectKind::index) {
            indexes.push_back(member);
            continue;
        }
        Group group{.schema = existing->schema, .manner = manner, .has_partners = has_partners(*statement)};
        if (manner != Manner::part)
            group.layer = layers[{group, member.name()}]++;
        groups[group].push_back(member);
    }
    if (!indexes.empty()) {
        const auto right = on_their_tables(connection, indexes);
        for (const auto& index : indexes)
            if (right.contains(index.place))
                groups[{.schema = index.existing->schema, .manner = Manner::part}].push_back(index);
    }
    std::map<Group, Members> altered;
    for (const auto& [group, members] : groups) {
        tell_in_turns(connection, group, members, answers);
        for (const auto& member : members)
            if (group.manner == Manner::relation && !answers[member.place] && is_altered_later(member))
                altered[{.schema = group.schema,
                         .manner = group.manner,
                         .has_partners = true,
                         .layer = group.layer,
                         .altered = true}]
                    .push_back(member);
    }
    for (const auto& [group, members] : altered)
        tell_in_turns(connection, group, members, answers);
    return answers;
}

} // namespace pgmend::catalog
