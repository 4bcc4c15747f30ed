#include "statement/impact.hpp"

#include <algorithm>

namespace pgmend::statement {
namespace {

using enum LockMode;
using Command = PgQuery__AlterTableCmd;
using Stmt = PgQuery__AlterTableStmt;

/// Whether a default is a plain value (perhaps cast), which is kept in the catalog.
bool is_constant(const Node* expression) {
    if (expression == nullptr)
        return true;
    if (expression->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
        return is_constant(expression->type_cast->arg);
    return expression->node_case == PG_QUERY__NODE__NODE_A_CONST ||
           expression->node_case == PG_QUERY__NODE__NODE_SQLVALUE_FUNCTION;
}

bool is_serial(const PgQuery__TypeName& type) {
    if (type.n_names == 0 || type.names[type.n_names - 1]->node_case != PG_QUERY__NODE__NODE_STRING)
        return false;
    const std::string_view name = type.names[type.n_names - 1]->string->sval;
    return type.n_names == 1 && (name == "serial" || name == "bigserial" || name == "smallserial" ||
                                 name == "serial4" || name == "serial8" || name == "serial2");
}

void add_foreign_key(ImpactBuilder& builder, const Stmt& stmt, const PgQuery__Constraint& constraint) {
    builder.lock(stmt.relation, share_row_exclusive);
    builder.lock(constraint.pktable, share_row_exclusive, "foreign key");
    if (constraint.skip_validation == 0)
        builder.work(Work::scan, "checks the foreign key");
}

void add_column(ImpactBuilder& builder, const Stmt& stmt, const PgQuery__ColumnDef& column) {
    builder.lock_tree(stmt.relation, access_exclusive);
    if (is_serial(*column.type_name))
        builder.work(Work::rewrite, "serial gives each row its number");
    bool has_default = false;
    for (const auto* node : items(column.constraints, column.n_constraints)) {
        const auto& constraint = *node->constraint;
        switch (constraint.contype) {
        case PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY:
            builder.work(Work::rewrite, "identity gives each row its number");
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED:
            builder.work(Work::rewrite, "the value of each row is computed");
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT:
            has_default = true;
            if (!is_constant(constraint.raw_expr))
                builder.work(Work::unknown, "rewrites the table when the default is volatile");
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
            builder.work(Work::scan, "checks each row");
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
        case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
            builder.work(Work::build, "builds the index");
            break;
        case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
            builder.lock(constraint.pktable, share_row_exclusive, "foreign key");
            break;
        default:
            break;
        }
    }
    for (const auto* node : items(column.constraints, column.n_constraints))
        if (node->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN && has_default)
            builder.work(Work::scan, "checks the foreign key");
}

void add_constraint(ImpactBuilder& builder, const Stmt& stmt, const PgQuery__Constraint& constraint) {
    switch (constraint.contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
        return add_foreign_key(builder, stmt, constraint);
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
        builder.lock_tree(stmt.relation, access_exclusive);
        if (constraint.skip_validation == 0)
            builder.work(Work::scan, "checks each row");
        return;
    default:
        builder.lock_tree(stmt.relation, access_exclusive);
        if (*constraint.indexname == '\0')
            builder.work(Work::build, "builds the index");
        else if (constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY)
            builder.work(Work::unknown, "scans the table when a column of the key allows NULL");
    }
}

/// What a constraint of that name is, by the catalog; null where that is not known.
const ConstraintFacts* constraint_of(const ImpactBuilder& builder, const Stmt& stmt,
                                     const std::string& name) {
    const auto* table = builder.facts_of(stmt.relation);
    if (table == nullptr)
        return nullptr;
    const auto found = table->constraints.find(name);
    return found == table->constraints.end() ? nullptr : &found->second;
}

void validate(ImpactBuilder& builder, const Stmt& stmt, const Command& command) {
    builder.lock(stmt.relation, share_update_exclusive);
    const auto* constraint = constraint_of(builder, stmt, command.name);
    if (constraint == nullptr || !constraint->validated)
        builder.work(Work::scan, "checks each row");
    if (constraint != nullptr && constraint->type == 'f' && !constraint->validated)
        builder.lock_named(constraint->references, row_share, "foreign key");
}

void drop_constraint(ImpactBuilder& builder, const Stmt& stmt, const Command& command) {
    builder.lock_tree(stmt.relation, access_exclusive);
    const auto* constraint = constraint_of(builder, stmt, command.name);
    if (constraint != nullptr && constraint->type == 'f')
        builder.lock_named(constraint->references, access_exclusive, "foreign key");
}

void set_not_null(ImpactBuilder& builder, const Stmt& stmt, const Command& command) {
    builder.lock_tree(stmt.relation, access_exclusive);
    const auto* table = builder.facts_of(stmt.relation);
    if (table != nullptr && table->not_null.contains(command.name) && table->not_null.at(command.name))
        return;
    builder.work(Work::scan, "checks each row, unless a valid CHECK rules NULL out");
}

void attach_partition(ImpactBuilder& builder, const Stmt& stmt, const Command& command) {
    if (stmt.objtype == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX) {
        builder.lock(stmt.relation, share_update_exclusive);
        return;
    }
    builder.lock(stmt.relation, share_update_exclusive);
    builder.lock(command.def->partition_cmd->name, access_exclusive, "the partition");
    builder.work(Work::scan, "checks the partition, unless a CHECK implies its bounds");
    const auto* table = builder.facts_of(stmt.relation);
    if (table != nullptr && !table->default_partition.empty())
        builder.lock_named(table->default_partition, access_exclusive, "default partition");
}

void detach_partition(ImpactBuilder& builder, const Stmt& stmt, const Command& command) {
    const bool concurrent = command.def->partition_cmd->concurrent != 0;
    builder.lock(stmt.relation, concurrent ? share_update_exclusive : access_exclusive);
    builder.lock(command.def->partition_cmd->name, access_exclusive, "the partition");
    const auto* table = builder.facts_of(stmt.relation);
    if (table != nullptr && !table->default_partition.empty() && !concurrent)
        builder.lock_named(table->default_partition, access_exclusive, "default partition");
}

/// The foreign keys that a column is part of, on either side, go with it or are made anew.
void lock_partners(ImpactBuilder& builder, const Stmt& stmt, const std::string& column) {
    const auto* table = builder.facts_of(stmt.relation);
    if (table == nullptr)
        return;
    for (const auto& [name, constraint] : table->constraints)
        if (constraint.type == 'f' &&
            std::ranges::find(constraint.columns, column) != constraint.columns.end())
            builder.lock_named(constraint.references, access_exclusive, "foreign key");
    const auto& referenced = table->referenced_columns;
    if (std::ranges::find(referenced, column) != referenced.end())
        for (const auto& other : table->referenced_by)
            builder.lock_named(other, access_exclusive, "foreign key");
}

void alter_type(ImpactBuilder& builder, const Stmt& stmt, const Command& command) {
    builder.lock_tree(stmt.relation, access_exclusive);
    lock_partners(builder, stmt, command.name);
    builder.work(Work::unknown, "rewrites the table unless the old type's values stay as they are");
}

/// ALTER INDEX … SET: the build parameters of btree and the like are light; those of GIN, BRIN are not.
LockMode index_option_lock(const Command& command) {
    if (command.def == nullptr || command.def->node_case != PG_QUERY__NODE__NODE_LIST)
        return access_exclusive;
    for (const auto* item : items(command.def->list->items, command.def->list->n_items)) {
        const std::string_view name = item->def_elem->defname;
        if (name != "fillfactor" && name != "deduplicate_items" && name != "buffering")
            return access_exclusive;
    }
    return share_update_exclusive;
}

LockMode option_lock(const Stmt& stmt, const Command& command) {
    if (stmt.objtype == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX)
        return index_option_lock(command);
    if (stmt.objtype == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW)
        return access_exclusive;
    if (command.def != nullptr && command.def->node_case == PG_QUERY__NODE__NODE_LIST)
        for (const auto* item : items(command.def->list->items, command.def->list->n_items))
            if (std::string_view(item->def_elem->defname) == "user_catalog_table")
                return access_exclusive;
    return share_update_exclusive;
}

void rest(ImpactBuilder& builder, const Stmt& stmt, const Command& command) {
    switch (command.subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStatistics:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetOptions:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ResetOptions:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ClusterOn:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropCluster:
        return builder.lock(stmt.relation, share_update_exclusive);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ResetRelOptions:
        return builder.lock(stmt.relation, option_lock(stmt, command));
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrig:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableAlwaysTrig:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableReplicaTrig:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigAll:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigUser:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrig:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigAll:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigUser:
        return builder.lock(stmt.relation, share_row_exclusive);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterConstraint:
        return builder.lock(stmt.relation, access_exclusive);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetLogged:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetUnLogged:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetTableSpace:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetAccessMethod:
        builder.work(Work::rewrite);
        return builder.lock(stmt.relation, access_exclusive);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault:
        return builder.lock_tree(stmt.relation, access_exclusive);
    default:
        return builder.lock(stmt.relation, access_exclusive);
    }
}

void one(ImpactBuilder& builder, const Stmt& stmt, const Command& command) {
    switch (command.subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn:
        return add_column(builder, stmt, *command.def->column_def);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint:
        return add_constraint(builder, stmt, *command.def->constraint);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint:
        return validate(builder, stmt, command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint:
        return drop_constraint(builder, stmt, command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull:
        return set_not_null(builder, stmt, command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition:
        return attach_partition(builder, stmt, command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartitionFinalize:
        return detach_partition(builder, stmt, command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType:
        return alter_type(builder, stmt, command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
        lock_partners(builder, stmt, command.name);
        return rest(builder, stmt, command);
    default:
        return rest(builder, stmt, command);
    }
}

} // namespace

Impact alter_table_impact(const PgQuery__AlterTableStmt& stmt, const Facts* facts) {
    ImpactBuilder builder(facts);
    // The attributes of a composite type are no rows of a table, though tables of that type may be.
    if (stmt.objtype == PG_QUERY__OBJECT_TYPE__OBJECT_TYPE)
        return {};
    for (const auto* command : items(stmt.cmds, stmt.n_cmds))
        one(builder, stmt, *command->alter_table_cmd);
    return builder.take();
}

} // namespace pgmend::statement
