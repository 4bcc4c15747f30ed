#include "migrate/section_session.hpp"

#include "base/letters.hpp"
#include "migrate/touched.hpp"
#include "statement/names.hpp"
#include "statement/parse_tree.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

using statement::Category;
using statement::Statement;

const PgQuery__VariableSetStmt* transaction_setting(const statement::ParseOutcome& outcome) {
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_VARIABLE_SET_STMT)
        return nullptr;
    const auto* set = node->variable_set_stmt;
    return set->kind == PG_QUERY__VARIABLE_SET_KIND__VAR_SET_MULTI &&
                   std::string_view(set->name) == "TRANSACTION"
               ? set
               : nullptr;
}

bool is_read_only(const PgQuery__VariableSetStmt& set) {
    return std::ranges::any_of(statement::items(set.args, set.n_args), [](const auto* one) {
        return one->node_case == PG_QUERY__NODE__NODE_DEF_ELEM &&
               std::string_view(one->def_elem->defname) == "transaction_read_only" &&
               one->def_elem->arg != nullptr &&
               one->def_elem->arg->node_case == PG_QUERY__NODE__NODE_A_CONST &&
               one->def_elem->arg->a_const->val_case == PG_QUERY__A__CONST__VAL_IVAL &&
               one->def_elem->arg->a_const->ival->ival != 0;
    });
}

bool says(const Statement& statement, std::string_view word) {
    return lower(statement.sql).find(word) != std::string::npos;
}

bool leaves_changed(const Statement& statement) {
    return statement.changes_session || statement.category == Category::session ||
           statement.category == Category::unknown ||
           (statement.category == Category::data && (is_opaque(statement) || says(statement, "set_config")));
}

} // namespace

std::size_t transaction_settings(const PlannedStep& step) {
    if (!step.one_transaction())
        return 0;
    std::size_t count = 0;
    for (; count < step.statements.size(); ++count) {
        const auto& planned = step.statements[count];
        if (planned.statement.category != Category::session)
            break;
        const auto outcome = statement::parse(planned.statement);
        const auto* set = transaction_setting(outcome);
        if (set == nullptr)
            break;
        if (is_read_only(*set))
            throw UsageError(fmt::format("revision {} sets its transaction to read-only", step.id()))
                .at(planned.location)
                .with_detail("The version table is updated in the transaction of the revision.")
                .with_hint("Remove READ ONLY.")
                .with_revision(step.id());
    }
    return count;
}

bool leaves_session_changed(const PlannedStep& step) {
    return std::ranges::any_of(step.statements,
                               [](const PlannedStatement& one) { return leaves_changed(one.statement); });
}

std::vector<std::string> role_resets() {
    return {"RESET SESSION AUTHORIZATION", "RESET ROLE"};
}

std::vector<std::string> session_resets(const PlannedStep& step, const Session& session) {
    auto resets = role_resets();
    for (const auto* sql : {"RESET ALL", "CLOSE ALL", "UNLISTEN *", "DISCARD TEMP", "DISCARD SEQUENCES",
                            "SELECT pg_catalog.pg_advisory_unlock_all()"})
        resets.emplace_back(sql);
    if (std::ranges::any_of(step.statements, [](const auto& one) { return says(one.statement, "prepare"); }))
        resets.emplace_back("DEALLOCATE ALL");
    for (const auto& sql : session.own_settings())
        resets.push_back(sql);
    return resets;
}

bool may_end_transactions(const Statement& statement) {
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr)
        return false;
    if (node->node_case == PG_QUERY__NODE__NODE_CALL_STMT)
        return true;
    return node->node_case == PG_QUERY__NODE__NODE_DO_STMT &&
           (says(statement, "commit") || says(statement, "rollback") || says(statement, "call"));
}

} // namespace pgmend::migrate
