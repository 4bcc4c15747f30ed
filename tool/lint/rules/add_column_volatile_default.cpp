#include "lint/rules/checks.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace pgmend::lint::check {

namespace {

using statement::items;

/// The functions of the server that give one value for a whole statement.
bool is_stable(const PgQuery__FuncCall& call) {
    constexpr auto known = std::to_array<std::string_view>(
        {"now", "transaction_timestamp", "statement_timestamp", "lower", "upper", "to_timestamp", "make_date",
         "make_interval", "current_setting", "current_schema", "timezone", "date_trunc", "concat",
         "jsonb_build_object", "json_build_object", "jsonb_build_array", "json_build_array", "to_jsonb"});
    const auto* last = call.funcname[call.n_funcname - 1];
    return last->node_case == PG_QUERY__NODE__NODE_STRING &&
           std::ranges::find(known, std::string_view(last->string->sval)) != known.end();
}

/// Whether an expression calls a function that may be volatile; looks through casts, operators and arguments.
bool calls_function(const statement::Node* node) {
    if (node == nullptr)
        return false;
    switch (node->node_case) {
    case PG_QUERY__NODE__NODE_TYPE_CAST:
        return calls_function(node->type_cast->arg);
    case PG_QUERY__NODE__NODE_A_EXPR:
        return calls_function(node->a_expr->lexpr) || calls_function(node->a_expr->rexpr);
    case PG_QUERY__NODE__NODE_COALESCE_EXPR:
        return std::ranges::any_of(items(node->coalesce_expr->args, node->coalesce_expr->n_args),
                                   calls_function);
    case PG_QUERY__NODE__NODE_FUNC_CALL:
        return !is_stable(*node->func_call) ||
               std::ranges::any_of(items(node->func_call->args, node->func_call->n_args), calls_function);
    default:
        return false;
    }
}

} // namespace

void add_column_volatile_default(const StatementContext& context, Violations& violations) {
    const auto* column = context.added_column();
    const auto* value =
        column != nullptr ? constraint_of(*column, PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT) : nullptr;
    if (value == nullptr || !calls_function(value->raw_expr) || context.rewrites == false)
        return;
    const auto table = context.table(), name = name_text(column->colname);
    violations.push_back(
        {fmt::format("{} the table and rebuilds its indexes{}, while nobody can read or write {}",
                     context.rewrites ? "rewrites" : "if the default is volatile, this rewrites",
                     context.rewrites ? ", since the default is volatile" : "", table),
         fmt::format("ALTER TABLE {0} ADD COLUMN {1} {2};\n"
                     "ALTER TABLE {0} ALTER COLUMN {1} SET DEFAULT …;\n"
                     "-- then, in chunks and each its own transaction:\n"
                     "UPDATE {0} SET {1} = DEFAULT WHERE {1} IS NULL AND …;",
                     table, name, type_name(column->type_name))});
}

} // namespace pgmend::lint::check
