#include "catalog/references.hpp"

#include "statement/names.hpp"
#include "statement/parse_tree.hpp"
#include "statement/tree_walk.hpp"

#include <set>

namespace pgmend::catalog {
namespace {

using statement::Node;

/// Collects the tables behind REFERENCES, INHERITS, PARTITION OF, ATTACH PARTITION, FROM and OWNED BY,
/// and those of publications.
struct Collector {
    std::set<std::pair<std::string, std::string>> names;

    void add(const PgQuery__RangeVar* relation) {
        if (relation != nullptr && !statement::is_temporary(relation))
            names.emplace(relation->schemaname, relation->relname);
    }

    void add_both(const PgQuery__CreateTrigStmt& trigger) {
        add(trigger.relation);
        add(trigger.constrrel);
    }

    void add_options(std::span<Node* const> options) {
        for (const auto* option : options) {
            const auto& one = *option->def_elem;
            if (std::string_view(one.defname) != "owned_by" || one.arg == nullptr ||
                one.arg->node_case != PG_QUERY__NODE__NODE_LIST || one.arg->list->n_items < 2)
                continue;
            const auto column = statement::node_name(statement::ObjectKind::column, one.arg);
            names.emplace(column.relation_schema, column.relation);
        }
    }

    void operator()(const ProtobufCMessage* message) {
        if (message->descriptor == &pg_query__constraint__descriptor)
            add(reinterpret_cast<const PgQuery__Constraint*>(message)->pktable);
        else if (message->descriptor == &pg_query__publication_table__descriptor)
            add(reinterpret_cast<const PgQuery__PublicationTable*>(message)->relation);
        else if (message->descriptor == &pg_query__partition_cmd__descriptor)
            add(reinterpret_cast<const PgQuery__PartitionCmd*>(message)->name);
        else if (message->descriptor == &pg_query__alter_table_stmt__descriptor) {
            const auto& stmt = *reinterpret_cast<const PgQuery__AlterTableStmt*>(message);
            if (stmt.objtype == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE &&
                stmt.cmds[0]->alter_table_cmd->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition)
                add(stmt.relation);
        } else if (message->descriptor == &pg_query__create_stmt__descriptor) {
            const auto& stmt = *reinterpret_cast<const PgQuery__CreateStmt*>(message);
            for (const auto* parent : statement::items(stmt.inh_relations, stmt.n_inh_relations))
                add(parent->range_var);
        } else if (message->descriptor == &pg_query__create_trig_stmt__descriptor)
            add_both(*reinterpret_cast<const PgQuery__CreateTrigStmt*>(message));
        else if (message->descriptor == &pg_query__alter_table_cmd__descriptor) {
            const auto& command = *reinterpret_cast<const PgQuery__AlterTableCmd*>(message);
            if (command.def != nullptr && command.def->node_case == PG_QUERY__NODE__NODE_RANGE_VAR)
                add(command.def->range_var); // INHERIT
        } else if (message->descriptor == &pg_query__alter_seq_stmt__descriptor) {
            const auto& stmt = *reinterpret_cast<const PgQuery__AlterSeqStmt*>(message);
            add_options(statement::items(stmt.options, stmt.n_options));
        } else if (message->descriptor == &pg_query__create_seq_stmt__descriptor) {
            const auto& stmt = *reinterpret_cast<const PgQuery__CreateSeqStmt*>(message);
            add_options(statement::items(stmt.options, stmt.n_options));
        }
    }
};

} // namespace

std::vector<Existing> referred_to(pg::Connection& connection,
                                  std::span<const statement::Statement* const> statements) {
    Collector collector;
    for (const auto* one : statements) {
        const auto outcome = statement::parse(*one);
        if (const auto* node = statement::only_statement(outcome.tree))
            statement::walk(&node->base, collector);
    }
    std::vector<statement::Effect> asked;
    for (const auto& [schema, name] : collector.names)
        asked.push_back({.verb = statement::Verb::alter,
                         .object = {.kind = statement::ObjectKind::table, .schema = schema, .name = name}});
    std::vector<Existing> tables;
    if (!asked.empty())
        for (auto& found : find_existing(connection, asked))
            if (found.kind == 'r' || found.kind == 'p')
                tables.push_back(std::move(found));
    return tables;
}

} // namespace pgmend::catalog
