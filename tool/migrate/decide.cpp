#include "migrate/decide.hpp"

#include "catalog/compare.hpp"
#include "catalog/setting.hpp"
#include "migrate/decide_drop.hpp"
#include "migrate/leftover.hpp"
#include "pg/quote.hpp"
#include "pg/transaction.hpp"
#include "statement/clauses.hpp"
#include "statement/retarget.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

using catalog::Existing;
using statement::Effect;
using statement::ObjectKind;
using statement::Statement;
using statement::Verb;
using Later = std::span<const Statement>;

bool moves(const Effect& effect) {
    return !effect.new_name.empty() || !effect.new_schema.empty();
}

/// What there is of each of the statement's effects.
std::vector<Existing> look(pg::Connection& connection, const Statement& statement) {
    std::vector<Effect> probes;
    for (const auto& effect : statement.effects)
        probes.push_back(probe_of(statement, effect));
    return catalog::find_existing(connection, probes);
}

std::optional<std::size_t> first_to_look_at(const Statement& statement, std::span<const Existing> existing,
                                            Later later) {
    for (std::size_t i = 0; i < existing.size(); ++i)
        if (needs_look(statement, statement.effects[i], existing[i], later))
            return i;
    return std::nullopt;
}

/// The statements that take the place of a build over an INVALID leftover.
std::vector<std::string> rebuild(const Statement& statement, const Effect& effect) {
    const auto name = pg::quote_qualified(effect.object.schema.empty() ? effect.object.relation_schema
                                                                       : effect.object.schema,
                                          effect.object.name);
    return {fmt::format("DROP INDEX {}{}", effect.concurrently ? "CONCURRENTLY " : "", name), statement.sql};
}

Decision decide_create(pg::Connection& connection, const Statement& statement, const Effect& effect,
                       const Existing& existing, Later later) {
    Decision decision{.object = effect.object};
    catalog::Comparison comparison;
    try {
        comparison = catalog::compare_created(connection, statement, effect, existing, later);
    } catch (const Error& error) {
        if (pg::is_from_outside(error))
            throw;
        // To replace an object tells nothing about what is there, so it is simply done.
        if (effect.or_replace)
            return {};
        decision.action = Action::unknown;
        decision.reason = fmt::format("is there already; cannot be compared yet: {}", error.message());
        return decision;
    }
    if (!comparison.present || (effect.or_replace && !comparison.differences.empty()))
        return {};
    if (decision.object.name.empty())
        decision.object.name = comparison.name;
    // The leftover of a run that was to validate it apart, or somebody's by hand.
    if (comparison.lacks_validation() && existing.kind != ' ') {
        decision.sql = {fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", existing.relation,
                                    pg::quote_identifier(comparison.name))};
        decision.reason = "is there already, NOT VALID: it is validated";
        return decision;
    }
    decision.differences = std::move(comparison.differences);
    if (!decision.differences.empty()) {
        decision.action = Action::conflict;
        decision.reason = "is there already, and differs";
    } else if (!existing.valid && effect.object.kind == ObjectKind::index) {
        decision.sql = rebuild(statement, effect);
        decision.reason = "is an INVALID leftover: it is dropped and built again";
    } else {
        return decided_equal(effect, comparison.name);
    }
    return decision;
}

/// ALTER … RENAME and SET SCHEMA of what is gone from its old place.
Decision decide_move(pg::Connection& connection, const Effect& effect) {
    auto after = effect;
    if (!effect.new_name.empty())
        after.object.name = effect.new_name;
    if (!effect.new_schema.empty())
        after.object.schema = effect.new_schema;
    if (!catalog::find_existing(connection, std::span(&after, 1)).front().present())
        return {};
    return {.action = Action::skip,
            .object = effect.object,
            .reason = fmt::format("is {} already", effect.new_name.empty() ? "there" : "renamed")};
}

Decision decide_setting(pg::Connection& connection, const Statement& statement, const Effect& effect,
                        const Existing& existing) {
    if (moves(effect))
        return existing.present() ? Decision{} : decide_move(connection, effect);
    try {
        return decided_setting(
            effect, catalog::is_set_already(connection, statement, effect, existing).value_or(false));
    } catch (const pg::SqlError& error) {
        if (pg::is_from_outside(error))
            throw;
        // ALTER TYPE … ADD VALUE of a value that is there.
        return decided_setting(effect, error.is(pg::sqlstate::duplicate_object));
    }
}

/// What comes behind a sub-command: the others of its statement, then the statements behind that.
std::vector<Statement> behind_part(const std::vector<Statement>& parts, std::size_t index, Later later) {
    std::vector<Statement> behind(parts.begin() + static_cast<std::ptrdiff_t>(index) + 1, parts.end());
    behind.insert(behind.end(), later.begin(), later.end());
    return behind;
}

/// What each sub-command by itself comes to. The server drops first, wherever in the statement that stands:
/// what goes so and is made anew cannot be compared with what is there.
std::vector<Decision> decide_each(pg::Connection& connection, const std::vector<Statement>& parts,
                                  Later later) {
    const auto drops = [](const Statement& part) {
        return !part.effects.empty() && part.effects.front().verb == Verb::drop;
    };
    std::vector<Decision> decisions(parts.size());
    std::vector<statement::ObjectName> dropped;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!drops(parts[i]))
            continue;
        decisions[i] = decide(connection, parts[i], behind_part(parts, i, later));
        if (decisions[i].action != Action::skip)
            dropped.push_back(parts[i].effects.front().object);
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool made_anew = std::ranges::any_of(parts[i].effects, [&](const Effect& effect) {
            return effect.verb == Verb::create && std::ranges::find(dropped, effect.object) != dropped.end();
        });
        if (!drops(parts[i]) && !made_anew)
            decisions[i] = decide(connection, parts[i], behind_part(parts, i, later));
    }
    return decisions;
}

/// Several sub-commands of one ALTER TABLE: each decided by itself, and those to be run put behind each
/// other.
Decision decide_parts(pg::Connection& connection, const std::vector<Statement>& parts, Later later) {
    Decision whole{.action = Action::skip};
    const auto decisions = decide_each(connection, parts, later);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto& one = decisions[i];
        if (whole.object.name.empty() || one.action == Action::conflict) {
            whole.object = one.object;
            whole.reason = one.reason;
        }
        if (one.action == Action::conflict)
            return one;
        if (one.action == Action::skip)
            continue;
        whole.action = one.action == Action::unknown     ? Action::unknown
                       : whole.action == Action::unknown ? Action::unknown
                                                         : Action::run;
        if (one.sql.empty())
            whole.sql.push_back(parts[i].sql);
        else
            std::ranges::copy(one.sql, std::back_inserter(whole.sql));
    }
    if (whole.sql.size() == parts.size() && whole.reason.empty())
        return {}; // nothing of it is done yet: as one statement, as it is written
    if (whole.action == Action::run)
        whole.reason += "; the rest is run";
    return whole;
}

} // namespace

Effect probe_of(const Statement& statement, const Effect& effect) {
    if (effect.object.kind == ObjectKind::comment && !statement.relations.empty())
        return {.verb = Verb::alter, .object = statement.relations.front()};
    return effect;
}

bool needs_look(const Statement& statement, const Effect& effect, const Existing& existing, Later later) {
    if (effect.object.kind == ObjectKind::other)
        return false;
    switch (effect.verb) {
    case Verb::create:
        return existing.present();
    case Verb::drop:
        return drop_needs_look(effect, existing, later);
    case Verb::alter:
        break;
    }
    const bool unprobed = effect.object.kind == ObjectKind::comment && statement.relations.empty();
    return (existing.present() || moves(effect) || unprobed) && statement::is_setting(statement);
}

Decision decide(pg::Connection& connection, const Statement& statement, Later later) {
    if (!statement.parsed)
        return {};
    const auto existing = look(connection, statement);
    const auto which = first_to_look_at(statement, existing, later);
    if (!which && !may_have_leftover(statement))
        return {};
    if (auto parts = statement::split_alter_table(statement); parts.size() > 1)
        return decide_parts(connection, parts, later);
    const bool is_there = which && statement.effects[*which].verb == Verb::create;
    auto left = is_there ? std::nullopt : decide_leftover(connection, statement, later);
    if (left || !which)
        return left.value_or(Decision{});
    const auto& effect = statement.effects[*which];
    const auto& there = existing[*which];
    switch (effect.verb) {
    case Verb::create:
        // CREATE SCHEMA with its contents: the schema alone does not say that those are there.
        if (effect.object.kind == ObjectKind::schema && statement.effects.size() > 1)
            return {};
        if (auto made = decide_create(connection, statement, effect, there, later);
            made.action != Action::run || !made.reason.empty())
            return made;
        return decide_leftover(connection, statement, later).value_or(Decision{});
    case Verb::alter:
        return decide_setting(connection, statement, effect, there);
    case Verb::drop:
        break;
    }
    return decide_drop(connection, statement, existing, *which, later);
}

Decision decided_setting(const Effect& effect, bool is_so) {
    return is_so ? Decision{.action = Action::skip, .object = effect.object, .reason = "is so already"}
                 : Decision{};
}

Decision decided_equal(const Effect& effect, const std::string& name) {
    Decision decision{
        .action = Action::skip, .object = effect.object, .reason = "is there already, and equal"};
    if (decision.object.name.empty())
        decision.object.name = name;
    return decision;
}

Statement what_is_left(pg::Connection& connection, const Statement& statement, Later later) {
    const auto parts = statement::split_alter_table(statement);
    std::string left;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (decide(connection, parts[i], behind_part(parts, i, later)).action == Action::skip)
            continue;
        left +=
            left.empty() ? parts[i].sql : "," + parts[i].sql.substr(statement::alter_table_head(parts[i]));
    }
    return parts.size() < 2 || left.empty() ? statement : statement::with_sql(statement, std::move(left));
}

std::vector<Statement> later_than(const PlannedStep& step, const PlannedStatement& planned) {
    std::vector<Statement> later;
    for (const auto* next = &planned + 1; next < step.statements.data() + step.statements.size(); ++next)
        later.push_back(next->statement);
    return later;
}

void note(PlannedStatement& planned, const Decision& decision) {
    if (decision.action != Action::run || !decision.reason.empty())
        planned.action = decision.action;
    planned.object = decision.object;
    planned.reason = decision.reason;
    planned.differences = decision.differences;
}

} // namespace pgmend::migrate
