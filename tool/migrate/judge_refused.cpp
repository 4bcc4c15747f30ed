#include "catalog/compare_other.hpp"
#include "catalog/setting.hpp"
#include "migrate/decide_drop.hpp"
#include "migrate/decide_existing.hpp"
#include "migrate/judge.hpp"
#include "migrate/judged.hpp"

#include <algorithm>
#include <array>

namespace pgmend::migrate {

using statement::Effect;
using statement::Verb;

bool says_existence(const pg::SqlError& error) {
    constexpr auto states = std::to_array<std::string_view>(
        {pg::sqlstate::duplicate_column, pg::sqlstate::duplicate_table, pg::sqlstate::duplicate_object,
         pg::sqlstate::duplicate_schema, pg::sqlstate::duplicate_function, pg::sqlstate::undefined_table,
         pg::sqlstate::undefined_column, pg::sqlstate::undefined_object, pg::sqlstate::undefined_function,
         pg::sqlstate::invalid_schema,
         pg::sqlstate::invalid_table_definition, // a second primary key
         pg::sqlstate::wrong_object_type,        // attached already
         pg::sqlstate::wrong_object_state,       // an identity column already
         pg::sqlstate::unique_violation});       // a catalog's own index
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
    if (!is_judged(statement) || !says_existence(error))
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
