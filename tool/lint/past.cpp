#include "lint/past.hpp"

#include "lint/statement_context.hpp"
#include "statement/parse_tree.hpp"

namespace pgmend::lint {

using statement::ObjectKind;
using statement::Verb;

void Past::enter() {
    const auto index = entered_++;
    bool begins = !section_.transaction;
    for (; next_start_ < section_.transaction_starts.size() &&
           section_.transaction_starts[next_start_] <= index;
         ++next_start_)
        begins = true;
    if (!begins)
        return;
    lock_.reset();
    constraints_.clear();
    enum_values_.clear();
}

void Past::note(const statement::Statement& statement) {
    note_tree(statement);
    for (const auto& effect : statement.effects) {
        const auto& object = effect.object;
        if (effect.verb != Verb::create)
            continue;
        const bool relation =
            object.kind == ObjectKind::table || object.kind == ObjectKind::materialized_view;
        if (relation && !effect.if_not_exists)
            created_.emplace(object.schema, object.name);
        if (object.kind == ObjectKind::constraint)
            constraints_.emplace(object.relation, object.name);
    }
}

void Past::note_tree(const statement::Statement& statement) {
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr)
        return;
    if (node->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT) {
        const auto* table = node->alter_table_stmt->relation;
        if (!lock_ && !is_new(*table))
            lock_ = Lock{.line = statement.line, .table = table_text(table)};
    } else if (node->node_case == PG_QUERY__NODE__NODE_ALTER_ENUM_STMT) {
        const auto& change = *node->alter_enum_stmt;
        if (*change.old_val == '\0')
            enum_values_.try_emplace(change.new_val, enum_values_.size());
    }
}

bool Past::is_new(const PgQuery__RangeVar& relation) const {
    const std::string schema = relation.schemaname, name = relation.relname;
    // What the database does not hold yet is made by an earlier revision of the same plan.
    if (section_.facts != nullptr && section_.facts->find(schema, name) == nullptr)
        return true;
    return created_.contains({"", name}) || (!schema.empty() && created_.contains({schema, name}));
}

bool Past::has_added(std::string_view table, std::string_view constraint) const {
    return constraints_.contains({std::string(table), std::string(constraint)});
}

std::vector<std::string> Past::new_enum_values_in(std::string_view sql) const {
    std::map<std::size_t, std::string> found;
    if (enum_values_.empty())
        return {};
    for (auto quote = sql.find('\''); quote != std::string_view::npos;) {
        const auto next = sql.find('\'', quote + 1);
        if (next == std::string_view::npos)
            break;
        const auto value = enum_values_.find(sql.substr(quote + 1, next - quote - 1));
        if (value != enum_values_.end())
            found.emplace(value->second, value->first);
        quote = next;
    }
    std::vector<std::string> values;
    for (auto& [order, value] : found)
        values.push_back(std::move(value));
    return values;
}

} // namespace pgmend::lint
