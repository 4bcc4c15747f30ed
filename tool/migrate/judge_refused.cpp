#include "catalog/compare_other.hpp"
#include "catalog/setting.hpp"
#include "migrate/decide_drop.hpp"
#include "migrate/decide_existing.hpp"
#include "migrate/judge.hpp"
#include "migrate/judged.hpp"
#include "statement/parse_tree.hpp"
#include "statement/tree_walk.hpp"

#include <algorithm>
#include <array>

namespace pgmend::migrate {

using statement::Effect;
using statement::Verb;

namespace {

bool adds_primary_key(const statement::Statement& statement) {
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    bool found = false;
    if (node != nullptr)
        statement::walk(&node->base, [&](const ProtobufCMessage* message) {
            found = found || (message->descriptor == &pg_query__constraint__descriptor &&
                              reinterpret_cast<const PgQuery__Constraint*>(message)->contype ==
                                  PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY);
        });
    return found;
}

} // namespace

bool says_existence(const pg::SqlError& error, const statement::Statement& statement) {
    if (error.is(pg::sqlstate::invalid_table_definition)) // a second primary key, or many other faults
        return adds_primary_key(statement);
    constexpr auto states = std::to_array<std::string_view>(
        {pg::sqlstate::duplicate_column, pg::sqlstate::duplicate_table, pg::sqlstate::duplicate_object,
         pg::sqlstate::duplicate_schema, pg::sqlstate::duplicate_function, pg::sqlstate::undefined_table,
         pg::sqlstate::undefined_column, pg::sqlstate::undefined_object, pg::sqlstate::undefined_function,
         pg::sqlstate::invalid_schema,
         pg::sqlstate::wrong_object_type,  // attached already
         pg::sqlstate::wrong_object_state, // an identity column already
         pg::sqlstate::unique_violation}); // a catalog's own index
    return std::ranges::find(states, error.sqlstate()) != states.end();
}

/// What has no lookup of its own: the server has said that something is there.
std::optional<Decision> Judge::decide_other(std::size_t index) {
    const auto& statement = section_[index];
    try {
        const auto comparison = catalog::compare_other(
            connection_, {.section = section_, .index = index, .default_schema = default_schema_});
        if (!comparison || !comparison->present)
            return std::nullopt;
        const auto effect = statement.effects.empty()
                                ? Effect{.verb = Verb::create, .object = {.name = comparison->name}}
                                : statement.effects.front();
        return decide_existing(*comparison, statement, effect, {});
    } catch (const pg::SqlError& error) {
        if (pg::is_from_outside(error))
            throw;
        return std::nullopt; // the server's own words tell more
    }
}

std::optional<Decision> Judge::decide_refused(std::size_t index, const pg::SqlError& error) {
    const auto& statement = section_[index];
    if (!is_judged(statement) || !says_existence(error, statement))
        return std::nullopt;
    if (statement.effects.size() == 1 && statement.effects.front().verb == Verb::drop &&
        is_missing_routine(statement.effects.front(), error))
        return decided_gone(statement.effects.front());
    if (auto other = decide_other(index))
        return other;
    std::vector<Effect> probes;
    for (const auto& effect : statement.effects)
        probes.push_back(probe_of(statement, effect));
    const auto existing = catalog::find_existing(connection_, probes);
    const auto is_so = catalog::is_so_already(connection_, statement, existing);
    if (!is_so)
        return std::nullopt;
    return Decision{.action = Action::skip,
                    .object = statement.effects.empty() ? statement::ObjectName{}
                                                        : statement.effects.front().object,
                    .reason = "is already set"};
}

} // namespace pgmend::migrate
