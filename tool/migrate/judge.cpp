#include "migrate/judge.hpp"

#include "catalog/compare.hpp"
#include "catalog/find_identical.hpp"
#include "migrate/decide_drop.hpp"
#include "migrate/decide_existing.hpp"
#include "migrate/judged.hpp"
#include "migrate/nameless.hpp"
#include "migrate/resumable_artifact.hpp"
#include "statement/chain.hpp"
#include "statement/names.hpp"
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

/// How many statements are looked up, and how many comparisons are asked for, at once.
constexpr std::size_t window = 400;

Existing find(pg::Connection& connection, const Effect& effect) {
    return catalog::find_existing(connection, std::span(&effect, 1)).front();
}

/// ALTER … RENAME and SET SCHEMA of what is gone from its old place.
Decision decide_move(pg::Connection& connection, const Effect& effect) {
    auto after = effect;
    if (!effect.new_name.empty())
        after.object.name = effect.new_name;
    if (!effect.new_schema.empty())
        after.object.schema = effect.new_schema;
    if (!find(connection, after).present())
        return {};
    return {.action = Action::skip,
            .object = effect.object,
            .reason = effect.new_name.empty() ? "already exists" : "is already renamed"};
}

} // namespace

Decision Judge::decide(std::size_t index, std::size_t at_most) {
    const auto& statement = section_[index];
    if (!is_judged(statement) || statement.effects.empty())
        return {};
    std::vector<Effect> probes;
    for (const auto& effect : statement.effects)
        probes.push_back(probe_of(statement, effect));
    return decide(index, at_most, catalog::find_existing(connection_, probes));
}

Decision Judge::decide(std::size_t index, std::size_t at_most, std::span<const Existing> existing) {
    const auto& statement = section_[index];
    if (!is_judged(statement) || statement.effects.empty())
        return {};
    // CREATE SCHEMA with its contents: the schema alone does not say that those are there.
    if (statement.effects.front().object.kind == ObjectKind::schema && statement.effects.size() > 1 &&
        statement.effects.front().verb == Verb::create)
        return {};
    if (statement.effects.size() > 1 && statement::split_alter_table(statement).size() > 1)
        return decide_parts(index, existing);
    std::size_t which = 0;
    while (which < existing.size() && !is_in_question(statement.effects[which], existing[which]))
        ++which;
    if (which == existing.size()) {
        const auto& first = statement.effects.front();
        if (first.verb == Verb::create && !existing.front().present() && !first.or_replace)
            if (auto renamed = decide_renamed_later(index); renamed.action != Action::run)
                return renamed;
        return decide_resumable_artifact(connection_, statement, section_.subspan(index + 1))
            .value_or(Decision{});
    }
    const auto& effect = statement.effects[which];
    switch (effect.verb) {
    case Verb::create:
        return decide_create(statement, index, at_most, existing[which]);
    case Verb::alter:
        return decide_move(connection_, effect);
    case Verb::drop:
        break;
    }
    return decide_drop(statement, existing);
}

Decision Judge::decide_create(const Statement& statement, std::size_t index, std::size_t at_most,
                              const Existing& existing) {
    const auto& effect = statement.effects.front();
    if (is_nameless(effect)) {
        auto made = decide_nameless(section_, index, existing);
        if (made.action != Action::run || !made.sql.empty())
            return made;
        return decide_resumable_artifact(connection_, statement, section_.subspan(index + 1))
            .value_or(Decision{});
    }
    const auto known = [&] { return equal_.contains(index) && !since_.covers(effect, existing); };
    if (!known())
        look_ahead(index, at_most, existing);
    if (known()) {
        auto decision = decided_equal(effect, equal_.at(index));
        if (!effect.if_not_exists) // else the server would go on, and do what alters it
            decision.done = statement::chain_of(section_, index, default_schema_).members;
        return decision;
    }
    auto decision = compared(section_, index, existing, {});
    if (effect.if_not_exists)
        decision.done.clear();
    if (decision.action == Action::conflict && effect.if_not_exists && !decision.differences.empty() &&
        (accepts(statement) || history_.may_have_made(effect.object, before(index)))) {
        decision.action = Action::skip;
        decision.reason = "already exists";
        decision.warning = fmt::format(
            "{} already exists but is different from what IF NOT EXISTS would create ({}: {} -> {})",
            describe(effect.object), decision.differences.front().attribute,
            decision.differences.front().existing, decision.differences.front().wanted);
    }
    return decision;
}

std::span<const Statement> Judge::before(std::size_t index) const {
    return earlier_.empty() ? section_.first(index) : earlier_;
}

bool Judge::accepts(const Statement& statement) const {
    return std::ranges::find(statement.directives.allow, "if-not-exists") != statement.directives.allow.end();
}

Decision Judge::compared(std::span<const Statement> section, std::size_t index, const Existing& existing,
                         std::string sought) {
    const auto& statement = section[index];
    const auto& effect = statement.effects.front();
    try {
        return decide_existing(catalog::compare_created(connection_, {.section = section,
                                                                      .index = index,
                                                                      .existing = existing,
                                                                      .sought = std::move(sought),
                                                                      .default_schema = default_schema_}),
                               statement, effect, existing);
    } catch (const Error& error) {
        if (pg::is_from_outside(error))
            throw;
        return not_compared(effect, error);
    }
}

Decision Judge::decide_nameless(std::span<const Statement> section, std::size_t index,
                                const Existing& table) {
    const auto probe = default_name_of(section[index]);
    if (probe && !probe->object.name.empty() && !find(connection_, *probe).present())
        return {};
    auto decision = compared(section, index, table, {});
    if (decision.action == Action::conflict && !adds_primary_key(section[index]))
        return {}; // the server will give it another name
    // A second primary key the server refuses, whoever has made the first.
    const bool own = decision.action == Action::skip && !adds_primary_key(section[index]) &&
                     history_.may_have_made(decision.object, before(index));
    return own ? Decision{} : decision;
}

Decision Judge::decide_renamed_later(std::size_t index) {
    const auto& effect = section_[index].effects.front();
    if (!catalog::is_checked(effect) || is_nameless(effect))
        return {};
    const auto chain = statement::chain_of(section_, index, default_schema_);
    if (chain.members.empty())
        return {};
    auto end = effect;
    end.object = chain.end;
    const auto start = statement::subject_of(effect, default_schema_);
    if (chain.end.name == effect.object.name && statement::subject_of(end, default_schema_) == start)
        return {};
    const auto existing = find(connection_, end);
    if (!existing.present())
        return {};
    auto decision = compared(section_, index, existing, chain.end.name);
    return decision.action == Action::skip && !effect.if_not_exists ? decision : Decision{};
}

void Judge::look_ahead(std::size_t index, std::size_t at_most, const Existing& first) {
    if (asked_ > 3 * section_.size())
        return;
    std::vector<Effect> probes;
    std::vector<catalog::Created> created;
    for (auto i = index; i < std::min({at_most, section_.size(), index + window}); ++i) {
        const auto& one = section_[i];
        if (!is_judged(one) || one.effects.size() != 1 || one.effects.front().verb != Verb::create ||
            one.effects.front().or_replace || is_nameless(one.effects.front()))
            continue;
        created.push_back({.index = i});
        probes.push_back(one.effects.front());
    }
    asked_ += created.size();
    if (created.size() < 2)
        return;
    auto existing = catalog::find_existing(connection_, probes);
    existing.front() = first;
    for (std::size_t i = 0; i < created.size(); ++i)
        created[i].existing = std::move(existing[i]);
    std::erase_if(created, [](const catalog::Created& one) { return !one.existing.present(); });
    equal_.clear();
    since_ = {};
    if (created.size() < 2)
        return;
    const auto names = catalog::find_identical(connection_, section_, created, default_schema_);
    for (std::size_t i = 0; i < created.size(); ++i)
        if (names[i])
            equal_.emplace(created[i].index, *names[i]);
}

void Judge::ran(std::size_t index) {
    since_.add(section_[index]);
    if (since_.anything())
        equal_.clear();
}

} // namespace pgmend::migrate
