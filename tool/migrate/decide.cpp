#include "migrate/decide.hpp"

#include "pg/quote.hpp"
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

struct Checked {
    std::vector<Effect> effects;
    std::vector<Existing> existing;

    bool surprising(std::size_t i) const {
        return effects[i].verb == Verb::create ? existing[i].present() && !effects[i].or_replace
                                               : !existing[i].present() && !effects[i].if_exists;
    }
    bool any_surprise() const {
        for (std::size_t i = 0; i < effects.size(); ++i)
            if (surprising(i))
                return true;
        return false;
    }
};

Checked look(pg::Connection& connection, const Statement& statement) {
    Checked checked;
    std::ranges::copy_if(statement.effects, std::back_inserter(checked.effects), catalog::is_checked);
    checked.existing = catalog::find_existing(connection, checked.effects);
    return checked;
}

std::string drop_text(const Effect& effect, const std::string& names) {
    return fmt::format("DROP {} {}{}{}", effect.object.kind == ObjectKind::index ? "INDEX" : "TABLE",
                       effect.concurrently ? "CONCURRENTLY " : "", names, effect.cascade ? " CASCADE" : "");
}

Decision decide_drop(const Checked& checked) {
    Decision decision{.reason = "is gone already"};
    std::string left;
    for (std::size_t i = 0; i < checked.effects.size(); ++i) {
        const auto& object = checked.effects[i].object;
        if (checked.existing[i].present())
            left += (left.empty() ? "" : ", ") + pg::quote_qualified(object.schema, object.name);
        else if (decision.object.name.empty())
            decision.object = object;
    }
    const auto kind = decision.object.kind;
    if (left.empty())
        decision.action = Action::skip;
    else if (kind == ObjectKind::index || kind == ObjectKind::table) {
        decision.reason += "; the others are dropped";
        decision.sql = {drop_text(checked.effects.front(), left)};
    }
    return decision;
}

/// The statements that take the place of a build over an INVALID leftover.
std::vector<std::string> rebuild(const Statement& statement, const Effect& effect) {
    const auto name = pg::quote_qualified(effect.object.schema.empty() ? effect.object.relation_schema
                                                                       : effect.object.schema,
                                          effect.object.name);
    return {fmt::format("DROP INDEX {}{}", effect.concurrently ? "CONCURRENTLY " : "", name), statement.sql};
}

bool has_twin(ObjectKind kind) {
    return kind == ObjectKind::table || kind == ObjectKind::column || kind == ObjectKind::index;
}

Decision decide_create(pg::Connection& connection, const Statement& statement, const Effect& effect,
                       const Existing& existing) {
    Decision decision{.object = effect.object};
    if (!has_twin(effect.object.kind))
        return decision;
    try {
        decision.differences = catalog::compare_with_twin(connection, statement, effect, existing);
    } catch (const pg::SqlError& error) {
        if (error.connection_lost() || error.code() == ExitCode::interrupted ||
            error.code() == ExitCode::lock_timeout)
            throw;
        decision.action = Action::unknown;
        decision.reason = fmt::format("is there already; cannot be compared yet: {}", error.message());
        return decision;
    }
    if (!decision.differences.empty()) {
        decision.action = Action::conflict;
        decision.reason = "is there already, and differs";
    } else if (!existing.valid) {
        decision.sql = rebuild(statement, effect);
        decision.reason = "is an INVALID leftover: it is dropped and built again";
    } else {
        decision.action = Action::skip;
        decision.reason = "is there already, and equal";
    }
    return decision;
}

/// Several sub-commands of one ALTER TABLE: each decided by itself, and those to be run put behind each
/// other.
Decision decide_parts(pg::Connection& connection, const std::vector<Statement>& parts) {
    Decision whole{.action = Action::skip};
    for (const auto& part : parts) {
        auto one = decide(connection, part);
        if (whole.object.name.empty() || one.action == Action::conflict) {
            whole.object = one.object;
            whole.reason = one.reason;
        }
        if (one.action == Action::conflict)
            return one;
        if (one.action == Action::skip)
            continue;
        whole.action = one.action;
        if (one.sql.empty())
            whole.sql.push_back(part.sql);
        else
            std::ranges::copy(one.sql, std::back_inserter(whole.sql));
    }
    if (whole.action == Action::run)
        whole.reason += "; the rest is run";
    return whole;
}

} // namespace

Decision decide(pg::Connection& connection, const Statement& statement) {
    const auto checked = look(connection, statement);
    if (!checked.any_surprise())
        return {};
    if (auto parts = statement::split_alter_table(statement); parts.size() > 1)
        return decide_parts(connection, parts);
    const auto& effect = checked.effects.front();
    if (effect.verb == Verb::drop) {
        if (effect.object.kind != ObjectKind::column)
            return decide_drop(checked);
        return {.action = Action::skip, .object = effect.object, .reason = "is gone already"};
    }
    return decide_create(connection, statement, effect, checked.existing.front());
}

void note(PlannedStatement& planned, const Decision& decision) {
    planned.action = decision.action;
    planned.object = decision.object;
    planned.reason = decision.reason;
    planned.differences = decision.differences;
}

} // namespace pgmend::migrate
