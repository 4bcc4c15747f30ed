#include "migrate/judge.hpp"

#include "catalog/compare.hpp"
#include "catalog/compare_other.hpp"
#include "catalog/find_equal.hpp"
#include "catalog/setting.hpp"
#include "migrate/alter_parts.hpp"
#include "migrate/decide_drop.hpp"
#include "migrate/leftover.hpp"
#include "pg/quote.hpp"
#include "statement/chain.hpp"
#include "statement/default_names.hpp"
#include "statement/names.hpp"
#include "statement/parse_tree.hpp"
#include "statement/retarget.hpp"

#include <algorithm>
#include <array>

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

bool moves(const Effect& effect) {
    return !effect.new_name.empty() || !effect.new_schema.empty();
}

bool is_nameless(const Effect& effect) {
    return effect.verb == Verb::create && effect.object.name.empty() && !effect.object.relation.empty();
}

/// Whether what there is stands in the way of the effect.
bool is_in_question(const Effect& effect, const Existing& existing) {
    if (!catalog::is_checked(effect))
        return false;
    switch (effect.verb) {
    case Verb::create:
        return existing.present() && !effect.or_replace;
    case Verb::drop:
        return !existing.present();
    case Verb::alter:
        break;
    }
    return moves(effect) && !existing.present();
}

/// CREATE INDEX … ON ONLY: on a partitioned table it is not valid before its partitions have theirs.
bool is_on_only(const Statement& statement) {
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    return node != nullptr && node->node_case == PG_QUERY__NODE__NODE_INDEX_STMT &&
           node->index_stmt->relation->inh == 0;
}

bool adds_primary_key(const Statement& statement) {
    const auto outcome = statement::parse(statement.sql);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)
        return false;
    const auto& command = *node->alter_table_stmt->cmds[0]->alter_table_cmd;
    return command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint &&
           command.def->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
}

/// Whether what the server would name may have been dropped before, which makes the name free again.
bool frees_name_of(const Touched& before, const Statement& part) {
    const auto probe = default_name_of(part);
    if (!probe)
        return false;
    return probe->object.name.empty() ? before.has_changed(probe->object.relation)
                                      : before.may_be_gone(*probe, {.oid = 1});
}

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
            .reason = fmt::format("is {} already", effect.new_name.empty() ? "there" : "renamed")};
}

/// The statements that take the place of a build over an INVALID leftover.
std::vector<std::string> rebuild(const Statement& statement, const Effect& effect) {
    const auto name = pg::quote_qualified(effect.object.schema.empty() ? effect.object.relation_schema
                                                                       : effect.object.schema,
                                          effect.object.name);
    return {fmt::format("DROP INDEX {}{}", effect.concurrently ? "CONCURRENTLY " : "", name), statement.sql};
}

/// What could not be compared for want of rights; everything else the server will say itself.
Decision not_compared(const Effect& effect, const Error& error) {
    const auto* sql = dynamic_cast<const pg::SqlError*>(&error);
    if (sql == nullptr || !sql->is(pg::sqlstate::insufficient_privilege))
        return {.object = effect.object,
                .reason = fmt::format("is there already; could not be compared: {}", error.message())};
    return {.action = Action::conflict,
            .object = effect.object,
            .reason = fmt::format("is there already, and could not be compared: {}; the right to create "
                                  "schemas or temporary tables in the database is needed for that (GRANT "
                                  "TEMPORARY ON DATABASE)",
                                  error.message())};
}

Decision from(const catalog::Comparison& comparison, const Statement& statement, const Effect& effect,
              const Existing& existing) {
    if (!comparison.present)
        return {};
    Decision decision{.object = effect.object};
    if (decision.object.name.empty())
        decision.object.name = comparison.name;
    // The leftover of a run that was to validate it apart, or somebody's by hand.
    if (comparison.lacks_validation() && existing.kind != ' ') {
        decision.sql = {fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", existing.relation,
                                    pg::quote_identifier(comparison.name))};
        decision.reason = "is there already, NOT VALID: it is validated";
        return decision;
    }
    if (!comparison.differences.empty()) {
        decision.action = Action::conflict;
        decision.reason = "is there already, and differs";
        decision.differences = comparison.differences;
        return decision;
    }
    if (!existing.valid && effect.object.kind == ObjectKind::index && !is_on_only(statement)) {
        decision.sql = rebuild(statement, effect);
        decision.reason = "is an INVALID leftover: it is dropped and built again";
        return decision;
    }
    decision = decided_equal(effect, comparison.name);
    decision.done = comparison.done;
    return decision;
}

} // namespace

bool is_judged(const Statement& statement) {
    return statement.parsed && statement.category == statement::Category::ddl;
}

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

Effect probe_of(const Statement& statement, const Effect& effect) {
    if (effect.object.kind == ObjectKind::comment && !statement.relations.empty())
        return {.verb = Verb::alter, .object = statement.relations.front()};
    return effect;
}

std::optional<Effect> default_name_of(const Statement& statement) {
    if (statement.effects.size() != 1 || !is_nameless(statement.effects.front()))
        return std::nullopt;
    const auto& object = statement.effects.front().object;
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    std::optional<statement::DefaultName> name;
    if (node->node_case == PG_QUERY__NODE__NODE_INDEX_STMT)
        name = statement::default_name(*node->index_stmt);
    else if (node->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT) {
        const auto& command = *node->alter_table_stmt->cmds[0]->alter_table_cmd;
        name = statement::default_name(*node->alter_table_stmt->relation, *command.def->constraint);
    } else {
        return std::nullopt; // a domain's
    }
    Effect probe{.verb = Verb::alter, .object = name ? name->object : object};
    probe.object.schema = object.relation_schema;
    if (name)
        probe.object.name = name->text();
    return probe;
}

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
        return decide_leftover(connection_, statement, section_.subspan(index + 1)).value_or(Decision{});
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
        return decide_leftover(connection_, statement, section_.subspan(index + 1)).value_or(Decision{});
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
        decision.reason = "is there already";
        decision.warning = fmt::format(
            "{} is there already, and differs from what IF NOT EXISTS would create ({}: {} -> {})",
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
        return from(catalog::compare_created(connection_, {.section = section,
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

Decision Judge::decide_parts(std::size_t index, std::span<const Existing> existing) {
    const auto& effects = section_[index].effects;
    bool any = may_have_leftover(section_[index]);
    for (std::size_t i = 0; i < effects.size() && !any; ++i)
        any = is_in_question(effects[i], existing[i]);
    const auto parts = any ? statement::split_alter_table(section_[index]) : std::vector<Statement>();
    if (parts.size() != existing.size())
        return {};
    return together(section_[index], parts, decide_each(parts, existing, index));
}

/// The server drops first, wherever in the statement that stands, so a part is decided about as if the drops
/// before it had been done.
std::vector<Decision> Judge::decide_each(const std::vector<Statement>& parts,
                                         std::span<const Existing> existing, std::size_t index) {
    std::vector<Decision> decisions(parts.size());
    Touched before;
    for (const auto i : in_order_of_passes(parts)) {
        const auto& part = parts[i];
        if (!part.effects.empty() && !before.covers(part.effects.front(), existing[i]) &&
            !frees_name_of(before, part)) {
            std::vector<Statement> section{part};
            std::ranges::copy(section_.subspan(index + 1), std::back_inserter(section));
            Judge alone(connection_, section, default_schema_, history_);
            alone.earlier_ = section_.first(index);
            decisions[i] = alone.decide(0, 1, existing.subspan(i, 1));
            for (auto& done : decisions[i].done)
                done += index;
        }
        if (decisions[i].action != Action::skip)
            before.add(part);
    }
    return decisions;
}

Statement Judge::left_of(std::size_t index) {
    const auto parts = statement::split_alter_table(section_[index]);
    if (parts.size() < 2)
        return section_[index];
    const auto existing = catalog::find_existing(connection_, section_[index].effects);
    const auto decisions = decide_each(parts, existing, index);
    std::string left;
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (decisions[i].action != Action::skip)
            left += left.empty() ? parts[i].sql
                                 : "," + parts[i].sql.substr(statement::alter_table_head(parts[i]));
    return left.empty() ? section_[index] : statement::with_sql(section_[index], std::move(left));
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
    const auto names = catalog::find_equal(connection_, section_, created, default_schema_);
    for (std::size_t i = 0; i < created.size(); ++i)
        if (names[i])
            equal_.emplace(created[i].index, *names[i]);
}

void Judge::ran(std::size_t index) {
    since_.add(section_[index]);
    if (since_.anything())
        equal_.clear();
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
        return from(*comparison, statement, effect, {});
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
                    .reason = "is so already"};
}

} // namespace pgmend::migrate
