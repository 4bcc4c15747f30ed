#include "migrate/decide_drop.hpp"

#include "catalog/compare.hpp"
#include "catalog/made_objects.hpp"
#include "pg/quote.hpp"
#include "pg/transaction.hpp"

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

using catalog::Existing;
using catalog::is_routine;
using statement::Effect;
using statement::ObjectKind;
using statement::Statement;
using statement::Verb;
using Later = std::span<const Statement>;

/// The statement behind that makes again what this effect drops.
const Statement* made_again(const Effect& dropped, Later later, const Effect** creating = nullptr) {
    for (const auto& next : later)
        for (const auto& effect : next.effects)
            if (effect.verb == Verb::create && effect.object.kind == dropped.object.kind &&
                effect.object.name == dropped.object.name && effect.object.schema == dropped.object.schema) {
                if (creating != nullptr)
                    *creating = &effect;
                return &next;
            }
    return nullptr;
}

std::string_view keyword(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::index:
        return "INDEX";
    case ObjectKind::table:
        return "TABLE";
    case ObjectKind::view:
        return "VIEW";
    case ObjectKind::materialized_view:
        return "MATERIALIZED VIEW";
    case ObjectKind::sequence:
        return "SEQUENCE";
    case ObjectKind::type:
        return "TYPE";
    case ObjectKind::domain:
        return "DOMAIN";
    case ObjectKind::schema:
        return "SCHEMA";
    case ObjectKind::extension:
        return "EXTENSION";
    case ObjectKind::statistics:
        return "STATISTICS";
    case ObjectKind::publication:
        return "PUBLICATION";
    default:
        return {};
    }
}

std::string drop_text(const Effect& effect, const std::string& names) {
    return fmt::format("DROP {} {}{}{}", keyword(effect.object.kind),
                       effect.concurrently ? "CONCURRENTLY " : "", names, effect.cascade ? " CASCADE" : "");
}

Decision gone(const Effect& effect) {
    return {.action = Action::skip, .object = effect.object, .reason = "is gone already"};
}

/// Some or all of the objects are gone.
Decision without_the_gone(const Statement& statement, std::span<const Existing> existing) {
    Decision decision{.reason = "is gone already"};
    std::string left;
    for (std::size_t i = 0; i < statement.effects.size(); ++i) {
        const auto& object = statement.effects[i].object;
        if (existing[i].present())
            left += (left.empty() ? "" : ", ") + pg::quote_qualified(object.schema, object.name);
        else if (decision.object.name.empty())
            decision.object = object;
    }
    if (left.empty())
        decision.action = Action::skip;
    else if (!keyword(decision.object.kind).empty()) {
        decision.reason += "; the others are dropped";
        decision.sql = {drop_text(statement.effects.front(), left)};
    }
    return decision;
}

/// A routine is known by its arguments, which only the server reads: it is asked to drop it, in a savepoint.
Decision decide_routine_drop(pg::Connection& connection, const Statement& statement, const Effect& effect) {
    const pg::ScratchSavepoint scratch(connection);
    try {
        connection.run(statement.sql);
    } catch (const pg::SqlError& error) {
        if (error.is("42883") || error.is(pg::sqlstate::undefined_object))
            return gone(effect);
        if (pg::is_from_outside(error))
            throw;
    }
    return {};
}

/// A drop of what a later statement makes again, and which is what that one makes already.
Decision decide_replacement(pg::Connection& connection, const Effect& effect, const Existing& existing,
                            Later later) {
    const Effect* creating = nullptr;
    const auto* next = made_again(effect, later, &creating);
    if (next == nullptr || !existing.valid)
        return {};
    try {
        const auto there = catalog::find_existing(connection, std::span(creating, 1)).front();
        const auto behind = static_cast<std::size_t>(next - later.data()) + 1;
        if (there.present() && there.oid == existing.oid &&
            catalog::compare_created(connection, *next, *creating, there, later.subspan(behind)).equal())
            return {.action = Action::skip,
                    .object = effect.object,
                    .reason = "is what a later statement makes of it"};
    } catch (const Error& error) {
        if (pg::is_from_outside(error))
            throw;
    }
    return {};
}

} // namespace

bool drop_needs_look(const Effect& effect, const Existing& existing, Later later) {
    return catalog::is_checked(effect) &&
           (!existing.present() || is_routine(effect.object.kind) || made_again(effect, later) != nullptr);
}

Decision decide_drop(pg::Connection& connection, const Statement& statement,
                     std::span<const Existing> existing, std::size_t which, Later later) {
    const auto& effect = statement.effects[which];
    const auto& there = existing[which];
    if (!effect.object.relation.empty() && effect.object.kind != ObjectKind::index && !there.present())
        return gone(effect);
    if (there.present() && is_routine(effect.object.kind))
        return decide_routine_drop(connection, statement, effect);
    if (there.present())
        return statement.effects.size() == 1 ? decide_replacement(connection, effect, there, later)
                                             : Decision{};
    return without_the_gone(statement, existing);
}

} // namespace pgmend::migrate
