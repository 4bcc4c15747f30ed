#include "migrate/alter_parts.hpp"

#include "statement/names.hpp"
#include "statement/parse_tree.hpp"
#include "statement/retarget.hpp"

#include <algorithm>
#include <numeric>

namespace pgmend::migrate {
namespace {

using statement::Statement;

int pass_of(const Statement& part) {
    const auto outcome = statement::parse(part);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)
        return 9;
    const auto& command = *node->alter_table_stmt->cmds[0]->alter_table_cmd;
    switch (command.subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropExpression:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropIdentity:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropOids:
        return 0;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault:
        return command.def == nullptr ? 0 : 7;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType:
        return 1;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn:
        return 2;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStorage:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStatistics:
        return 3;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint:
        return command.def->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN ? 6 : 5;
    default:
        return 8;
    }
}

} // namespace

std::vector<std::size_t> in_order_of_passes(std::span<const Statement> parts) {
    std::vector<int> passes;
    for (const auto& part : parts)
        passes.push_back(pass_of(part));
    std::vector<std::size_t> order(parts.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return passes[i]; });
    return order;
}

Decision together(const Statement& whole, std::span<const Statement> parts,
                  std::span<const Decision> decisions) {
    Decision result{.action = Action::skip};
    std::string left;
    std::vector<std::string> rewritten;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto& one = decisions[i];
        if (one.action == Action::conflict)
            return one;
        if (result.reason.empty() && !one.reason.empty()) {
            result.object = one.object;
            result.reason = one.reason;
        }
        if (!one.warning.empty())
            result.warning = one.warning;
        std::ranges::copy(one.done, std::back_inserter(result.done));
        if (one.action == Action::skip)
            continue;
        result.action = Action::run;
        if (one.sql.empty())
            left += left.empty() ? parts[i].sql
                                 : "," + parts[i].sql.substr(statement::alter_table_head(parts[i]));
        else
            std::ranges::copy(one.sql, std::back_inserter(rewritten));
    }
    if (result.action == Action::skip || result.reason.empty())
        return result.action == Action::skip ? result : Decision{};
    result.reason += "; the rest is run";
    if (!left.empty() && left != whole.sql)
        result.sql.push_back(std::move(left));
    std::ranges::copy(rewritten, std::back_inserter(result.sql));
    return result;
}

} // namespace pgmend::migrate
