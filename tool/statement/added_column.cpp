#include "statement/added_column.hpp"

#include "statement/names.hpp"
#include "statement/parse_tree.hpp"
#include "statement/retarget.hpp"
#include "statement/token.hpp"

#include <algorithm>

namespace pgmend::statement {
namespace {

bool is_constant(const Node& expression) {
    if (expression.node_case == PG_QUERY__NODE__NODE_A_CONST)
        return true;
    return expression.node_case == PG_QUERY__NODE__NODE_TYPE_CAST &&
           expression.type_cast->type_name->n_names == 2 && is_constant(*expression.type_cast->arg);
}

bool evaluates(const PgQuery__ColumnDef& column) {
    return std::ranges::any_of(items(column.constraints, column.n_constraints), [](const Node* node) {
        const auto& constraint = *node->constraint;
        return constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED ||
               (constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT &&
                !is_constant(*constraint.raw_expr));
    });
}

} // namespace

std::optional<AddedColumn> added_column(const Statement& statement) {
    const auto outcome = parse(statement);
    const auto* node = only_statement(outcome.tree);
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT ||
        node->alter_table_stmt->n_cmds != 1)
        return std::nullopt;
    const auto& command = *node->alter_table_stmt->cmds[0]->alter_table_cmd;
    if (command.subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn ||
        node->alter_table_stmt->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE)
        return std::nullopt;
    const auto behind = statement.sql.substr(alter_table_head(statement));
    const auto scanned = scan(behind);
    TokenReader reader(scanned.tokens);
    reader.accept("add");
    reader.accept("column");
    reader.accept({"if", "not", "exists"});
    if (reader.done())
        return std::nullopt;
    const auto begin = static_cast<std::size_t>(reader.peek().text.data() - behind.data());
    return AddedColumn{.definition = behind.substr(begin), .evaluates = evaluates(*command.def->column_def)};
}

} // namespace pgmend::statement
