#include "catalog/find_identical.hpp"

#include "catalog/scratch_group.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"
#include "statement/added_column.hpp"
#include "statement/retarget.hpp"
#include "statement/statement_queries.hpp"

#include <algorithm>
#include <compare>
#include <map>
#include <set>

namespace pgmend::catalog {
namespace {

using statement::Effect;
using statement::ObjectKind;
using Answers = std::vector<std::optional<std::string>>;
using Members = ScratchGroup::Members;
using Section = ScratchGroup::Section;

/// Each copy takes some five of the locks that all sessions of the server share.
constexpr std::size_t max_group = 100;
constexpr int max_failures = 8;

/// How a copy is made and read.
enum class CopyStrategy {
    none,
    whole, ///< created under another name
    part   ///< added to a copy of its table
};

bool lives_on_table(const Effect& effect, const Existing& existing) {
    return existing.kind == 'r' && existing.name == effect.object.relation;
}

CopyStrategy copy_strategy(const statement::Statement& statement, const Existing& existing) {
    const auto& effect = statement.effects.front();
    if (effect.verb != statement::Verb::create || !existing.present() || !existing.valid ||
        !statement::constraint_index(statement).empty() || statement::split_alter_table(statement).size() > 1)
        return CopyStrategy::none;
    switch (effect.object.kind) {
    case ObjectKind::table:
    case ObjectKind::view:
    case ObjectKind::materialized_view:
    case ObjectKind::sequence:
        return std::string_view("rvmSpf").find(existing.kind) != std::string_view::npos ? CopyStrategy::whole
                                                                                        : CopyStrategy::none;
    case ObjectKind::type:
    case ObjectKind::domain:
    case ObjectKind::function:
    case ObjectKind::procedure:
    case ObjectKind::aggregate:
        return existing.kind == ' ' ? CopyStrategy::whole : CopyStrategy::none;
    case ObjectKind::column: {
        // In a group the server would evaluate its default.
        const auto column = statement::added_column(statement);
        return column && !column->evaluates && lives_on_table(effect, existing) ? CopyStrategy::part
                                                                                : CopyStrategy::none;
    }
    case ObjectKind::index:
    case ObjectKind::constraint:
    case ObjectKind::trigger:
        return lives_on_table(effect, existing) ? CopyStrategy::part : CopyStrategy::none;
    default:
        return CopyStrategy::none;
    }
}

/// An index is found by its name alone: it may be on a table of that name in another schema.
std::set<std::size_t> on_their_tables(pg::Connection& connection, Section section, const Members& members) {
    std::vector<std::string> tables;
    for (const auto& member : members) {
        const auto& object = section[member.index].effects.front().object;
        tables.push_back(pg::quote_qualified(object.relation_schema, object.relation));
    }
    const auto rows = connection.run(
        pg::own(
            "SELECT to_regclass(name)::text FROM unnest($1::text[]) WITH ORDINALITY u(name, nr) ORDER BY nr"),
        {tables});
    std::set<std::size_t> right;
    for (std::size_t row = 0; row < rows.rows(); ++row)
        if (rows.get<std::optional<std::string>>(row, 0) == members[row].existing->relation)
            right.insert(members[row].place);
    return right;
}

/// What is compared in one pass. Of top-level objects no name comes twice, since copies are told apart by
/// name; the objects on tables are of one schema.
struct Group {
    CopyStrategy strategy = CopyStrategy::none;
    std::string schema; ///< of parts
    int pass = 0;

    auto operator<=>(const Group&) const = default;
};

/// Compares the members; those that the server refuses in a group are left to compare_created().
class GroupComparer {
  public:
    GroupComparer(pg::Connection& connection, Section section, const std::string& default_schema,
                  Answers& answers)
        : connection_(connection), section_(section), default_schema_(default_schema), answers_(answers) {}

    void compare_in_batches(const Group& group, const Members& members) {
        for (std::size_t first = 0; first < members.size(); first += max_group) {
            const auto last = std::min(members.size(), first + max_group);
            compare(group, Members(members.begin() + static_cast<std::ptrdiff_t>(first),
                                   members.begin() + static_cast<std::ptrdiff_t>(last)));
        }
    }

  private:
    void compare(const Group& group, Members members) {
        for (int failures = 0; !members.empty() && failures < max_failures; ++failures) {
            try {
                ScratchGroup copies(connection_, section_, members, default_schema_);
                for (const auto& [place, name] :
                     group.strategy == CopyStrategy::part ? copies.parts() : copies.whole())
                    answers_[place] = name;
                return;
            } catch (const ScratchGroup::Refused& refused) {
                if (refused.members.empty())
                    return;
                for (auto one = refused.members.rbegin(); one != refused.members.rend(); ++one)
                    members.erase(members.begin() + static_cast<std::ptrdiff_t>(*one));
            } catch (const Error& error) {
                if (pg::is_from_outside(error) && error.code() != ExitCode::lock_timeout)
                    throw;
                return; // whoever looks at each by itself waits for locks as long as he may
            }
        }
    }

    pg::Connection& connection_;
    Section section_;
    const std::string& default_schema_;
    Answers& answers_;
};

} // namespace

std::vector<std::optional<std::string>> find_identical(pg::Connection& connection, Section section,
                                                       std::span<const Created> created,
                                                       const std::string& default_schema) {
    Answers answers(created.size());
    std::map<Group, Members> groups;
    std::map<std::string, int> passes; // by the name of the top-level object
    Members indexes;
    for (std::size_t i = 0; i < created.size(); ++i) {
        const auto& statement = section[created[i].index];
        const auto strategy = copy_strategy(statement, created[i].existing);
        if (strategy == CopyStrategy::none)
            continue;
        GroupMember member{.place = i, .index = created[i].index, .existing = &created[i].existing};
        if (statement.effects.front().object.kind == ObjectKind::index) {
            indexes.push_back(std::move(member));
            continue;
        }
        Group group{.strategy = strategy};
        if (strategy == CopyStrategy::part) {
            group.schema = created[i].existing.schema;
        } else {
            member.chain = statement::chain_of(section, member.index, default_schema);
            group.pass = passes[statement.effects.front().object.name]++;
        }
        groups[group].push_back(std::move(member));
    }
    if (!indexes.empty()) {
        const auto right = on_their_tables(connection, section, indexes);
        for (auto& index : indexes)
            if (right.contains(index.place))
                groups[{.strategy = CopyStrategy::part, .schema = index.existing->schema}].push_back(
                    std::move(index));
    }
    GroupComparer comparer(connection, section, default_schema, answers);
    for (const auto& [group, members] : groups)
        comparer.compare_in_batches(group, members);
    return answers;
}

} // namespace pgmend::catalog
