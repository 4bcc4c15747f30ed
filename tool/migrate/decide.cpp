#include "migrate/decide.hpp"

#include "catalog/compare.hpp"
#include "catalog/setting.hpp"
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

bool is_routine(ObjectKind kind) {
    return kind == ObjectKind::function || kind == ObjectKind::procedure || kind == ObjectKind::aggregate;
}

bool moves(const Effect& effect) {
    return !effect.new_name.empty() || !effect.new_schema.empty();
}

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

struct Checked {
    std::vector<Effect> effects;
    std::vector<Existing> existing;

    std::optional<std::size_t> first_to_look_at(const Statement& statement, Later later) const {
        for (std::size_t i = 0; i < effects.size(); ++i)
            if (needs_look(statement, effects[i], existing[i], later))
                return i;
        return std::nullopt;
    }
};

Checked look(pg::Connection& connection, const Statement& statement) {
    Checked checked{.effects = statement.effects, .existing = {}};
    std::vector<Effect> probes;
    for (const auto& effect : checked.effects)
        probes.push_back(probe_of(statement, effect));
    checked.existing = catalog::find_existing(connection, probes);
    return checked;
}

/// Errors that are not about what the statement makes: the connection, an interrupt, a lock.
bool must_pass_on(const Error& error) {
    const auto* sql = dynamic_cast<const pg::SqlError*>(&error);
    return (sql != nullptr && sql->connection_lost()) || error.code() == ExitCode::interrupted ||
           error.code() == ExitCode::lock_timeout;
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
    if (left.empty())
        decision.action = Action::skip;
    else if (!keyword(decision.object.kind).empty()) {
        decision.reason += "; the others are dropped";
        decision.sql = {drop_text(checked.effects.front(), left)};
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
        if (must_pass_on(error))
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
        if (must_pass_on(error))
            throw;
    }
    return {};
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
        if (must_pass_on(error))
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
        decision.action = Action::skip;
        decision.reason = "is there already, and equal";
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
        if (must_pass_on(error))
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

/// Several sub-commands of one ALTER TABLE: each decided by itself, and those to be run put behind each
/// other.
Decision decide_parts(pg::Connection& connection, const std::vector<Statement>& parts, Later later) {
    Decision whole{.action = Action::skip};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto one = decide(connection, parts[i], behind_part(parts, i, later));
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
        return catalog::is_checked(effect) && (!existing.present() || is_routine(effect.object.kind) ||
                                               made_again(effect, later) != nullptr);
    case Verb::alter:
        break;
    }
    const bool unprobed = effect.object.kind == ObjectKind::comment && statement.relations.empty();
    return (existing.present() || moves(effect) || unprobed) && statement::is_setting(statement);
}

Decision decide(pg::Connection& connection, const Statement& statement, Later later) {
    if (!statement.parsed)
        return {};
    const auto checked = look(connection, statement);
    const auto which = checked.first_to_look_at(statement, later);
    if (!which && !may_have_leftover(statement))
        return {};
    if (auto parts = statement::split_alter_table(statement); parts.size() > 1)
        return decide_parts(connection, parts, later);
    const bool is_there = which && checked.effects[*which].verb == Verb::create;
    auto left = is_there ? std::nullopt : decide_leftover(connection, statement, later);
    if (left || !which)
        return left.value_or(Decision{});
    const auto& effect = checked.effects[*which];
    const auto& existing = checked.existing[*which];
    switch (effect.verb) {
    case Verb::create:
        // CREATE SCHEMA with its contents: the schema alone does not say that those are there.
        if (effect.object.kind == ObjectKind::schema && checked.effects.size() > 1)
            return {};
        if (auto made = decide_create(connection, statement, effect, existing, later);
            made.action != Action::run || !made.reason.empty())
            return made;
        return decide_leftover(connection, statement, later).value_or(Decision{});
    case Verb::alter:
        return decide_setting(connection, statement, effect, existing);
    case Verb::drop:
        break;
    }
    if (!effect.object.relation.empty() && effect.object.kind != ObjectKind::index && !existing.present())
        return gone(effect);
    if (existing.present() && is_routine(effect.object.kind))
        return decide_routine_drop(connection, statement, effect);
    if (existing.present())
        return checked.effects.size() == 1 ? decide_replacement(connection, effect, existing, later)
                                           : Decision{};
    return decide_drop(checked);
}

Decision decided_setting(const Effect& effect, bool is_so) {
    return is_so ? Decision{.action = Action::skip, .object = effect.object, .reason = "is so already"}
                 : Decision{};
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
