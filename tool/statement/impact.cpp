#include "statement/impact.hpp"

#include "statement/token.hpp"

#include <algorithm>

namespace pgmend::statement {
namespace {

using enum LockMode;

bool has_option(std::span<Node* const> options, std::string_view name) {
    return std::ranges::any_of(options, [&](const Node* option) {
        if (option->node_case != PG_QUERY__NODE__NODE_DEF_ELEM || name != option->def_elem->defname)
            return false;
        const auto* value = option->def_elem->arg;
        if (value == nullptr || value->node_case != PG_QUERY__NODE__NODE_STRING)
            return true;
        const auto word = fold(value->string->sval);
        return word != "false" && word != "off" && word != "0";
    });
}

void create_table(ImpactBuilder& builder, const PgQuery__CreateStmt& stmt) {
    const auto references = [&](const PgQuery__Constraint& constraint) {
        if (constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN)
            builder.lock(constraint.pktable, share_row_exclusive, "foreign key");
    };
    for (const auto* element : items(stmt.table_elts, stmt.n_table_elts)) {
        if (element->node_case == PG_QUERY__NODE__NODE_CONSTRAINT)
            references(*element->constraint);
        if (element->node_case != PG_QUERY__NODE__NODE_COLUMN_DEF)
            continue;
        const auto& column = *element->column_def;
        for (const auto* constraint : items(column.constraints, column.n_constraints))
            references(*constraint->constraint);
    }
    for (const auto* parent : items(stmt.inh_relations, stmt.n_inh_relations)) {
        const auto* relation = parent->range_var;
        if (stmt.partbound == nullptr) {
            builder.lock(relation, share_update_exclusive, "parent");
            continue;
        }
        builder.lock(relation, access_exclusive, "parent");
        const auto* facts = builder.facts_of(relation);
        if (facts != nullptr && !facts->default_partition.empty()) {
            builder.lock_named(facts->default_partition, access_exclusive, "default partition");
            builder.work(Work::scan, "scans the default partition");
        }
    }
}

void create_index(ImpactBuilder& builder, const PgQuery__IndexStmt& stmt) {
    builder.work(Work::build);
    const auto mode = stmt.concurrent != 0 ? share_update_exclusive : share;
    if (stmt.relation->inh != 0)
        builder.lock_tree(stmt.relation, mode);
    else
        builder.lock(stmt.relation, mode);
}

void drop_table_like(ImpactBuilder& builder, const ObjectName& object, const Facts* facts) {
    builder.lock(object, access_exclusive);
    const auto* known = facts != nullptr ? facts->find(object.schema, object.name) : nullptr;
    if (known == nullptr)
        return;
    for (const auto& [name, constraint] : known->constraints)
        if (constraint.type == 'f')
            builder.lock_named(constraint.references, access_exclusive, "foreign key");
    for (const auto& other : known->referenced_by)
        builder.lock_named(other, access_exclusive, "foreign key");
    for (const auto& part : known->partitions)
        builder.lock_named(part, access_exclusive, "partition");
    if (!known->parent.empty())
        builder.lock_named(known->parent, access_exclusive, "parent");
    if (!known->default_partition.empty())
        builder.lock_named(known->default_partition, access_exclusive, "default partition");
}

void drop_index(ImpactBuilder& builder, const ObjectName& object, bool concurrently, const Facts* facts) {
    const auto mode = concurrently ? share_update_exclusive : access_exclusive;
    builder.lock(object, mode);
    const auto* known = facts != nullptr ? facts->find(object.schema, object.name) : nullptr;
    if (known != nullptr && !known->owner_table.empty())
        builder.lock_named(known->owner_table, mode, "table of the index");
}

void drop(ImpactBuilder& builder, const PgQuery__DropStmt& stmt, const Facts* facts) {
    const auto kind = kind_of(stmt.remove_type);
    for (const auto* node : items(stmt.objects, stmt.n_objects)) {
        const auto object = node_name(kind, node);
        if (kind == ObjectKind::index)
            drop_index(builder, object, stmt.concurrent != 0, facts);
        else if (kind == ObjectKind::table || kind == ObjectKind::view ||
                 kind == ObjectKind::materialized_view || kind == ObjectKind::sequence)
            drop_table_like(builder, object, facts);
        else if (kind == ObjectKind::trigger || kind == ObjectKind::rule || kind == ObjectKind::policy)
            builder.lock(
                {.kind = ObjectKind::table, .schema = object.relation_schema, .name = object.relation},
                access_exclusive);
    }
}

void rename(ImpactBuilder& builder, const PgQuery__RenameStmt& stmt) {
    if (stmt.relation == nullptr)
        return;
    if (stmt.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX)
        builder.lock(stmt.relation, share_update_exclusive);
    else if (stmt.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN)
        builder.lock_tree(stmt.relation, access_exclusive);
    else
        builder.lock(stmt.relation, access_exclusive);
}

void reindex(ImpactBuilder& builder, const PgQuery__ReindexStmt& stmt) {
    builder.work(Work::build);
    if (stmt.relation == nullptr)
        return;
    const bool concurrently = has_option(items(stmt.params, stmt.n_params), "concurrently");
    const auto mode = concurrently ? share_update_exclusive : share;
    if (stmt.kind != PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_INDEX) {
        builder.lock(stmt.relation, mode);
        return;
    }
    builder.lock(stmt.relation, concurrently ? share_update_exclusive : access_exclusive);
    const auto* facts = builder.facts_of(stmt.relation);
    if (facts != nullptr && !facts->owner_table.empty())
        builder.lock_named(facts->owner_table, mode, "table of the index");
}

void vacuum(ImpactBuilder& builder, const PgQuery__VacuumStmt& stmt) {
    const bool full = stmt.is_vacuumcmd != 0 && has_option(items(stmt.options, stmt.n_options), "full");
    builder.work(full ? Work::rewrite : Work::scan);
    for (const auto* relation : items(stmt.rels, stmt.n_rels))
        if (relation->vacuum_relation->relation != nullptr)
            builder.lock(relation->vacuum_relation->relation,
                         full ? access_exclusive : share_update_exclusive);
}

void comment(ImpactBuilder& builder, const PgQuery__CommentStmt& stmt) {
    const auto kind = kind_of(stmt.objtype);
    const auto object = node_name(kind, stmt.object);
    if (kind == ObjectKind::table || kind == ObjectKind::view || kind == ObjectKind::materialized_view ||
        kind == ObjectKind::index || kind == ObjectKind::sequence)
        builder.lock(object, share_update_exclusive);
    else if (kind == ObjectKind::column ||
             (kind == ObjectKind::constraint && stmt.objtype == PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT))
        builder.lock({.kind = ObjectKind::table, .schema = object.relation_schema, .name = object.relation},
                     kind == ObjectKind::column ? share_update_exclusive : access_share);
}

/// The tables that a query reads are not listed: ACCESS SHARE keeps nobody waiting but DDL.
bool change_of_rows(ImpactBuilder& builder, const Node& node) {
    const PgQuery__RangeVar* relation = nullptr;
    switch (node.node_case) {
    case PG_QUERY__NODE__NODE_INSERT_STMT:
        relation = node.insert_stmt->relation;
        break;
    case PG_QUERY__NODE__NODE_UPDATE_STMT:
        relation = node.update_stmt->relation;
        break;
    case PG_QUERY__NODE__NODE_DELETE_STMT:
        relation = node.delete_stmt->relation;
        break;
    case PG_QUERY__NODE__NODE_MERGE_STMT:
        relation = node.merge_stmt->relation;
        break;
    default:
        return false;
    }
    builder.lock(relation, row_exclusive);
    builder.work(Work::rows);
    return true;
}

void truncate(ImpactBuilder& builder, const PgQuery__TruncateStmt& stmt) {
    for (const auto* relation : items(stmt.relations, stmt.n_relations)) {
        builder.lock_tree(relation->range_var, access_exclusive);
        const auto* facts = builder.facts_of(relation->range_var);
        if (facts != nullptr && stmt.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE)
            for (const auto& other : facts->referenced_by)
                builder.lock_named(other, access_exclusive, "truncated by CASCADE");
    }
}

void lock_table(ImpactBuilder& builder, const PgQuery__LockStmt& stmt) {
    for (const auto* relation : items(stmt.relations, stmt.n_relations))
        builder.lock_tree(relation->range_var, static_cast<LockMode>(stmt.mode));
}

bool other(ImpactBuilder& builder, const Node& node) {
    switch (node.node_case) {
    case PG_QUERY__NODE__NODE_CREATE_TRIG_STMT:
        builder.lock(node.create_trig_stmt->relation, share_row_exclusive);
        if (node.create_trig_stmt->constrrel != nullptr)
            builder.lock(node.create_trig_stmt->constrrel, share_row_exclusive, "constraint trigger");
        return true;
    case PG_QUERY__NODE__NODE_RULE_STMT:
        builder.lock(node.rule_stmt->relation, access_exclusive);
        return true;
    case PG_QUERY__NODE__NODE_CREATE_POLICY_STMT:
        builder.lock(node.create_policy_stmt->table, access_exclusive);
        return true;
    case PG_QUERY__NODE__NODE_ALTER_POLICY_STMT:
        builder.lock(node.alter_policy_stmt->table, access_exclusive);
        return true;
    case PG_QUERY__NODE__NODE_CREATE_STATS_STMT:
        for (const auto* relation :
             items(node.create_stats_stmt->relations, node.create_stats_stmt->n_relations))
            if (relation->node_case == PG_QUERY__NODE__NODE_RANGE_VAR)
                builder.lock(relation->range_var, share_update_exclusive);
        return true;
    case PG_QUERY__NODE__NODE_CLUSTER_STMT:
        builder.work(Work::rewrite);
        if (node.cluster_stmt->relation != nullptr)
            builder.lock(node.cluster_stmt->relation, access_exclusive);
        return true;
    case PG_QUERY__NODE__NODE_REFRESH_MAT_VIEW_STMT:
        builder.work(Work::rewrite);
        builder.lock(node.refresh_mat_view_stmt->relation,
                     node.refresh_mat_view_stmt->concurrent != 0 ? exclusive : access_exclusive);
        return true;
    case PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT:
        if (node.alter_object_schema_stmt->relation != nullptr)
            builder.lock(node.alter_object_schema_stmt->relation, access_exclusive);
        return true;
    case PG_QUERY__NODE__NODE_ALTER_SEQ_STMT:
        builder.lock(node.alter_seq_stmt->sequence, share_row_exclusive);
        return true;
    case PG_QUERY__NODE__NODE_DO_STMT:
    case PG_QUERY__NODE__NODE_CALL_STMT:
        builder.work(Work::unknown, "runs code");
        return true;
    default:
        return false;
    }
}

} // namespace

Impact impact(const Node& node, const Facts* facts) {
    ImpactBuilder builder(facts);
    switch (node.node_case) {
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
        return alter_table_impact(*node.alter_table_stmt, facts);
    case PG_QUERY__NODE__NODE_CREATE_STMT:
        create_table(builder, *node.create_stmt);
        break;
    case PG_QUERY__NODE__NODE_INDEX_STMT:
        create_index(builder, *node.index_stmt);
        break;
    case PG_QUERY__NODE__NODE_DROP_STMT:
        drop(builder, *node.drop_stmt, facts);
        break;
    case PG_QUERY__NODE__NODE_RENAME_STMT:
        rename(builder, *node.rename_stmt);
        break;
    case PG_QUERY__NODE__NODE_REINDEX_STMT:
        reindex(builder, *node.reindex_stmt);
        break;
    case PG_QUERY__NODE__NODE_VACUUM_STMT:
        vacuum(builder, *node.vacuum_stmt);
        break;
    case PG_QUERY__NODE__NODE_COMMENT_STMT:
        comment(builder, *node.comment_stmt);
        break;
    case PG_QUERY__NODE__NODE_TRUNCATE_STMT:
        truncate(builder, *node.truncate_stmt);
        break;
    case PG_QUERY__NODE__NODE_LOCK_STMT:
        lock_table(builder, *node.lock_stmt);
        break;
    default:
        if (!change_of_rows(builder, node))
            other(builder, node);
    }
    return builder.take();
}

} // namespace pgmend::statement
