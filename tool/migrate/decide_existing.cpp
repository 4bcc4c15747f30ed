#include "migrate/decide_existing.hpp"

#include "pg/quote.hpp"
#include "statement/parse_tree.hpp"

#include <fmt/format.h>

namespace pgmend::migrate {

using catalog::Existing;
using statement::Effect;
using statement::ObjectKind;
using statement::Statement;

namespace {

/// CREATE INDEX … ON ONLY: on a partitioned table it is not valid before its partitions have theirs.
bool is_on_only(const Statement& statement) {
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    return node != nullptr && node->node_case == PG_QUERY__NODE__NODE_INDEX_STMT &&
           node->index_stmt->relation->inh == 0;
}

/// The statements that take the place of a build over an INVALID leftover.
std::vector<std::string> rebuild(const Statement& statement, const Effect& effect) {
    const auto name = pg::quote_qualified(effect.object.schema.empty() ? effect.object.relation_schema
                                                                       : effect.object.schema,
                                          effect.object.name);
    return {fmt::format("DROP INDEX {}{}", effect.concurrently ? "CONCURRENTLY " : "", name), statement.sql};
}

} // namespace

Decision not_compared(const Effect& effect, const Error& error) {
    const auto* sql = dynamic_cast<const pg::SqlError*>(&error);
    if (sql == nullptr || !sql->is(pg::sqlstate::insufficient_privilege))
        return {.object = effect.object,
                .reason = fmt::format("already exists but could not be compared: {}", error.message())};
    return {.action = Action::conflict,
            .object = effect.object,
            .reason = fmt::format("already exists but could not be compared: {}; comparing requires the "
                                  "privilege to create schemas or temporary tables in the database (GRANT "
                                  "TEMPORARY ON DATABASE)",
                                  error.message())};
}

Decision decide_existing(const catalog::Comparison& comparison, const Statement& statement,
                         const Effect& effect, const Existing& existing) {
    if (!comparison.present)
        return {};
    Decision decision{.object = effect.object};
    if (decision.object.name.empty())
        decision.object.name = comparison.name;
    // The leftover of a run that was to validate it apart, or somebody's by hand.
    if (comparison.lacks_validation() && existing.kind != ' ') {
        decision.sql = {fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", existing.relation,
                                    pg::quote_identifier(comparison.name))};
        decision.reason = "already exists but is NOT VALID: it is validated";
        return decision;
    }
    if (!comparison.differences.empty()) {
        decision.action = Action::conflict;
        decision.reason = "already exists but is different";
        decision.differences = comparison.differences;
        return decision;
    }
    if (!existing.valid && effect.object.kind == ObjectKind::index && !is_on_only(statement)) {
        decision.sql = rebuild(statement, effect);
        decision.reason = "is INVALID after an interrupted build: it is dropped and built again";
        return decision;
    }
    decision = decided_equal(effect, comparison.name);
    decision.done = comparison.done;
    return decision;
}

} // namespace pgmend::migrate
