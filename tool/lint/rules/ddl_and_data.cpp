#include "lint/rules/checks.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

namespace {

bool changes_rows(const statement::Node& node) {
    if (node.node_case == PG_QUERY__NODE__NODE_INSERT_STMT) {
        // A few rows of VALUES are done at once.
        const auto* source = node.insert_stmt->select_stmt;
        return source != nullptr && source->node_case == PG_QUERY__NODE__NODE_SELECT_STMT &&
               source->select_stmt->n_values_lists == 0;
    }
    return node.node_case == PG_QUERY__NODE__NODE_UPDATE_STMT ||
           node.node_case == PG_QUERY__NODE__NODE_DELETE_STMT ||
           node.node_case == PG_QUERY__NODE__NODE_MERGE_STMT;
}

} // namespace

void ddl_and_data(const Subject& subject, Hits& hits) {
    if (subject.node == nullptr || !changes_rows(*subject.node))
        return;
    for (auto i = subject.first_in_transaction(); i < subject.index; ++i) {
        const auto outcome = statement::parse(subject.section.statements[i].sql);
        const auto* node = statement::only_statement(outcome.tree);
        if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT ||
            subject.is_new(node->alter_table_stmt->relation))
            continue;
        hits.push_back(
            {fmt::format("the lock of line {} on {} is kept while rows are changed",
                         subject.section.statements[i].line, table_text(node->alter_table_stmt->relation)),
             "-- in a revision of its own"});
        return;
    }
}

} // namespace pgmend::lint::check
