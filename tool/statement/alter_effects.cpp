#include "statement/effects.hpp"

namespace pgmend::statement {
namespace {

Effect alter(ObjectName object) {
    return {.verb = Verb::alter, .object = std::move(object)};
}

/// What one sub-command of ALTER TABLE is about, before the options of the whole statement.
Effect column_or_constraint(const PgQuery__AlterTableStmt& stmt, const PgQuery__AlterTableCmd& command) {
    const auto on = [&](Verb verb, ObjectKind kind, std::string name) {
        return Effect{.verb = verb, .object = name_on(kind, stmt.relation, std::move(name))};
    };
    switch (command.subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn: {
        auto effect = on(Verb::create, ObjectKind::column, command.def->column_def->colname);
        effect.if_not_exists = command.missing_ok != 0;
        return effect;
    }
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
        return on(Verb::drop, ObjectKind::column, command.name);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint:
        return on(Verb::create, ObjectKind::constraint, command.def->constraint->conname);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint:
        return on(Verb::drop, ObjectKind::constraint, command.name);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterConstraint:
        return on(Verb::alter, ObjectKind::constraint, command.def->constraint->conname);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint:
        return on(Verb::alter, ObjectKind::constraint, command.name);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropExpression:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetOptions:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ResetOptions:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStorage:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetCompression:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnGenericOptions:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetIdentity:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropIdentity:
        return on(Verb::alter, ObjectKind::column, command.name);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStatistics:
        // By number, for the columns of an index that have no name.
        if (command.num == 0)
            return on(Verb::alter, ObjectKind::column, command.name);
        [[fallthrough]];
    default:
        return alter(relation_name(kind_of(stmt.objtype), stmt.relation));
    }
}

Effect alter_table_command(const PgQuery__AlterTableStmt& stmt, const PgQuery__AlterTableCmd& command) {
    // The attributes of a composite type are part of the type.
    auto effect = stmt.objtype == PG_QUERY__OBJECT_TYPE__OBJECT_TYPE
                      ? alter(relation_name(ObjectKind::type, stmt.relation))
                      : column_or_constraint(stmt, command);
    // A table that is missing is forgiven, but a column that is missing from a table that is there is not.
    effect.if_exists = effect.verb == Verb::drop ? command.missing_ok != 0 : stmt.missing_ok != 0;
    effect.cascade = command.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    if (command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition)
        effect.concurrently = command.def->partition_cmd->concurrent != 0;
    return effect;
}

std::vector<Effect> alter_table(const PgQuery__AlterTableStmt& stmt) {
    std::vector<Effect> result;
    for (const auto* command : items(stmt.cmds, stmt.n_cmds))
        result.push_back(alter_table_command(stmt, *command->alter_table_cmd));
    return result;
}

std::vector<Effect> alter_domain(const PgQuery__AlterDomainStmt& stmt) {
    auto domain = list_name(ObjectKind::domain, items(stmt.type_name, stmt.n_type_name));
    const auto subtype = *stmt.subtype;
    if (subtype != 'C' && subtype != 'X' && subtype != 'V')
        return {alter(std::move(domain))};
    const auto verb = subtype == 'C' ? Verb::create : subtype == 'X' ? Verb::drop : Verb::alter;
    const auto* name = subtype == 'C' ? stmt.def->constraint->conname : stmt.name;
    return {{.verb = verb,
             .object = {.kind = ObjectKind::constraint,
                        .schema = {},
                        .name = name,
                        .relation_schema = std::move(domain.schema),
                        .relation = std::move(domain.name)},
             .if_exists = stmt.missing_ok != 0,
             .cascade = stmt.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE}};
}

ObjectName renamed(const PgQuery__RenameStmt& stmt) {
    const auto kind = kind_of(stmt.rename_type);
    if (stmt.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_ATTRIBUTE)
        return relation_name(ObjectKind::type, stmt.relation);
    if (stmt.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_DOMCONSTRAINT) {
        auto domain = node_name(ObjectKind::domain, stmt.object);
        return {.kind = kind,
                .schema = {},
                .name = stmt.subname,
                .relation_schema = std::move(domain.schema),
                .relation = std::move(domain.name)};
    }
    if (stmt.relation != nullptr)
        return *stmt.subname != '\0' ? name_on(kind, stmt.relation, stmt.subname)
                                     : relation_name(kind, stmt.relation);
    if (stmt.object != nullptr)
        return node_name(kind, stmt.object);
    return {.kind = kind, .schema = {}, .name = stmt.subname};
}

std::vector<Effect> rename(const PgQuery__RenameStmt& stmt) {
    auto effect = alter(renamed(stmt));
    effect.if_exists = stmt.missing_ok != 0;
    effect.cascade = stmt.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
    // Renaming an attribute leaves the type's own name as it is.
    if (stmt.rename_type != PG_QUERY__OBJECT_TYPE__OBJECT_ATTRIBUTE)
        effect.new_name = stmt.newname;
    return {std::move(effect)};
}

std::vector<Effect> set_schema(const PgQuery__AlterObjectSchemaStmt& stmt) {
    const auto kind = kind_of(stmt.object_type);
    auto effect =
        alter(stmt.relation != nullptr ? relation_name(kind, stmt.relation) : node_name(kind, stmt.object));
    effect.if_exists = stmt.missing_ok != 0;
    effect.new_schema = stmt.newschema;
    return {std::move(effect)};
}

std::vector<Effect> alter_sequence(const PgQuery__AlterSeqStmt& stmt) {
    auto effect = alter(relation_name(ObjectKind::sequence, stmt.sequence));
    effect.if_exists = stmt.missing_ok != 0;
    return {std::move(effect)};
}

std::vector<Effect> comment(const PgQuery__CommentStmt& stmt) {
    auto name = node_name(kind_of(stmt.objtype), stmt.object);
    name.kind = ObjectKind::comment;
    return {alter(std::move(name))};
}

/// GRANT and REVOKE on objects named one by one.
std::vector<Effect> grant(const PgQuery__GrantStmt& stmt) {
    std::vector<Effect> result;
    if (stmt.targtype != PG_QUERY__GRANT_TARGET_TYPE__ACL_TARGET_OBJECT)
        return result;
    const auto kind = kind_of(stmt.objtype);
    for (const auto* object : items(stmt.objects, stmt.n_objects))
        if (kind != ObjectKind::other)
            result.push_back(alter(node_name(kind, object)));
    return result;
}

std::vector<Effect> reindex(const PgQuery__ReindexStmt& stmt) {
    if (stmt.relation == nullptr)
        return {};
    const bool index = stmt.kind == PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_INDEX;
    auto effect = alter(relation_name(index ? ObjectKind::index : ObjectKind::table, stmt.relation));
    for (const auto* option : items(stmt.params, stmt.n_params))
        if (std::string_view(option->def_elem->defname) == "concurrently")
            effect.concurrently = true;
    return {std::move(effect)};
}

std::vector<Effect> refresh(const PgQuery__RefreshMatViewStmt& stmt) {
    auto effect = alter(relation_name(ObjectKind::materialized_view, stmt.relation));
    effect.concurrently = stmt.concurrent != 0;
    return {std::move(effect)};
}

/// The statements that alter one object as a whole.
std::vector<Effect> alter_whole(const Node& node) {
    switch (node.node_case) {
    case PG_QUERY__NODE__NODE_ALTER_ENUM_STMT:
        return {alter(list_name(ObjectKind::type,
                                items(node.alter_enum_stmt->type_name, node.alter_enum_stmt->n_type_name)))};
    case PG_QUERY__NODE__NODE_ALTER_TYPE_STMT:
        return {alter(list_name(ObjectKind::type,
                                items(node.alter_type_stmt->type_name, node.alter_type_stmt->n_type_name)))};
    case PG_QUERY__NODE__NODE_ALTER_FUNCTION_STMT:
        return {alter(list_name(
            kind_of(node.alter_function_stmt->objtype),
            items(node.alter_function_stmt->func->objname, node.alter_function_stmt->func->n_objname)))};
    case PG_QUERY__NODE__NODE_ALTER_STATS_STMT:
        return {alter(list_name(ObjectKind::statistics,
                                items(node.alter_stats_stmt->defnames, node.alter_stats_stmt->n_defnames)))};
    case PG_QUERY__NODE__NODE_ALTER_POLICY_STMT:
        return {alter(
            name_on(ObjectKind::policy, node.alter_policy_stmt->table, node.alter_policy_stmt->policy_name))};
    case PG_QUERY__NODE__NODE_ALTER_EXTENSION_STMT:
        return {
            alter({.kind = ObjectKind::extension, .schema = {}, .name = node.alter_extension_stmt->extname})};
    case PG_QUERY__NODE__NODE_ALTER_EXTENSION_CONTENTS_STMT:
        return {alter({.kind = ObjectKind::extension,
                       .schema = {},
                       .name = node.alter_extension_contents_stmt->extname})};
    case PG_QUERY__NODE__NODE_ALTER_PUBLICATION_STMT:
        return {alter(
            {.kind = ObjectKind::publication, .schema = {}, .name = node.alter_publication_stmt->pubname})};
    default:
        return {};
    }
}

} // namespace

std::vector<Effect> alter_effects(const Node& statement) {
    switch (statement.node_case) {
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
        return alter_table(*statement.alter_table_stmt);
    case PG_QUERY__NODE__NODE_ALTER_DOMAIN_STMT:
        return alter_domain(*statement.alter_domain_stmt);
    case PG_QUERY__NODE__NODE_ALTER_SEQ_STMT:
        return alter_sequence(*statement.alter_seq_stmt);
    case PG_QUERY__NODE__NODE_RENAME_STMT:
        return rename(*statement.rename_stmt);
    case PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT:
        return set_schema(*statement.alter_object_schema_stmt);
    case PG_QUERY__NODE__NODE_ALTER_OWNER_STMT:
        return {alter(
            node_name(kind_of(statement.alter_owner_stmt->object_type), statement.alter_owner_stmt->object))};
    case PG_QUERY__NODE__NODE_COMMENT_STMT:
        return comment(*statement.comment_stmt);
    case PG_QUERY__NODE__NODE_GRANT_STMT:
        return grant(*statement.grant_stmt);
    case PG_QUERY__NODE__NODE_REINDEX_STMT:
        return reindex(*statement.reindex_stmt);
    case PG_QUERY__NODE__NODE_REFRESH_MAT_VIEW_STMT:
        return refresh(*statement.refresh_mat_view_stmt);
    default:
        return alter_whole(statement);
    }
}

} // namespace pgmend::statement
