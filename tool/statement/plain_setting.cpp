#include "statement/plain_setting.hpp"

#include "base/quote.hpp"
#include "statement/names.hpp"
#include "statement/parse_tree.hpp"
#include "statement/safe_recipes.hpp"

namespace pgmend::statement {
namespace {

using What = PlainSetting::What;

/// The type's name for to_regtype(); empty where it is more than a name.
std::string type_text(const PgQuery__TypeName& type) {
    if (type.setof || type.pct_type)
        return {};
    std::string text;
    for (const auto* part : items(type.names, type.n_names))
        text += (text.empty() ? "" : ".") + quote_identifier(part->string->sval);
    return type.n_array_bounds > 0 ? text + "[]" : text;
}

std::optional<PlainSetting> of_command(const std::string& table, const PgQuery__AlterTableCmd& command) {
    switch (command.subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull:
        return PlainSetting{.what = What::not_null,
                            .column = command.name,
                            .text = made_name(table, command.name, not_null_label)};
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull:
        return PlainSetting{.what = What::nullable, .column = command.name};
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault:
        return PlainSetting{.what = command.def == nullptr ? What::no_default : What::default_value,
                            .column = command.name};
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType:
        if (auto text = type_text(*command.def->column_def->type_name); !text.empty())
            return PlainSetting{.what = What::type, .column = command.name, .text = std::move(text)};
        return std::nullopt;
    default:
        return std::nullopt;
    }
}

std::optional<PlainSetting> of_comment(const PgQuery__CommentStmt& stmt) {
    PlainSetting setting{.what = What::comment, .text = stmt.comment};
    switch (stmt.objtype) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN:
        setting.column = node_name(ObjectKind::column, stmt.object).name;
        return setting;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW:
    case PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW:
        return setting;
    default:
        return std::nullopt;
    }
}

} // namespace

std::optional<PlainSetting> plain_setting(const Statement& statement) {
    const auto outcome = parse(statement.sql);
    const auto* node = only_statement(outcome.tree);
    if (node == nullptr)
        return std::nullopt;
    if (node->node_case == PG_QUERY__NODE__NODE_COMMENT_STMT)
        return of_comment(*node->comment_stmt);
    if (node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)
        return std::nullopt;
    const auto& stmt = *node->alter_table_stmt;
    if (stmt.objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE || stmt.n_cmds != 1)
        return std::nullopt;
    return of_command(stmt.relation->relname, *stmt.cmds[0]->alter_table_cmd);
}

} // namespace pgmend::statement
