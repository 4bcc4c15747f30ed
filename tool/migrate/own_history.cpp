#include "migrate/own_history.hpp"

#include "migrate/touched.hpp"
#include "revision/resolve.hpp"
#include "statement/default_names.hpp"
#include "statement/names.hpp"
#include "statement/parse_tree.hpp"
#include "statement/split.hpp"
#include "statement/tree_walk.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <tuple>

namespace pgmend::migrate {
namespace {

using statement::Verb;

/// The columns of a table, and the constraints that come with it, by the names that they have or are given.
struct PartNames {
    const PgQuery__RangeVar& table;
    std::set<std::string>& names;
    std::set<std::pair<std::string, std::string>>& columns;

    void operator()(const ProtobufCMessage* message) const {
        if (message->descriptor == &pg_query__column_def__descriptor)
            add_of_column(*reinterpret_cast<const PgQuery__ColumnDef*>(message));
        else if (message->descriptor == &pg_query__constraint__descriptor)
            add(*reinterpret_cast<const PgQuery__Constraint*>(message), {});
    }

    void add_of_column(const PgQuery__ColumnDef& column) const {
        columns.emplace(table.relname, column.colname);
        for (const auto* node : statement::items(column.constraints, column.n_constraints))
            add(*node->constraint, column.colname);
    }

    /// A column's own constraint does not list the column.
    void add(const PgQuery__Constraint& constraint, const std::string& column) const {
        if (*constraint.conname != '\0')
            names.insert(constraint.conname);
        else if (auto name = statement::default_name(table, constraint)) {
            if (!column.empty() && name->addition.empty() && name->label != "pkey")
                name->addition = column;
            names.insert(name->text());
        }
    }
};

bool is_word_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' || (c & 0x80) != 0;
}

/// Whether the text has the word, not as a part of a longer one.
bool has_word(std::string_view text, std::string_view word) {
    if (word.empty())
        return false;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || !is_word_character(text[at - 1])) &&
            (end == text.size() || !is_word_character(text[end])))
            return true;
    }
    return false;
}

const PgQuery__RangeVar* table_of(const statement::Node& node) {
    switch (node.node_case) {
    case PG_QUERY__NODE__NODE_CREATE_STMT:
        return node.create_stmt->relation;
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
        return node.alter_table_stmt->relation;
    default:
        return nullptr;
    }
}

/// The table that the statement makes with the columns of a query or of a type, or null.
const PgQuery__RangeVar* derived_table(const statement::Node& node) {
    switch (node.node_case) {
    case PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT:
        return node.create_table_as_stmt->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE
                   ? node.create_table_as_stmt->into->rel
                   : nullptr;
    case PG_QUERY__NODE__NODE_SELECT_STMT:
        return node.select_stmt->into_clause != nullptr ? node.select_stmt->into_clause->rel : nullptr;
    case PG_QUERY__NODE__NODE_CREATE_STMT:
        return node.create_stmt->of_typename != nullptr ? node.create_stmt->relation : nullptr;
    default:
        return nullptr;
    }
}

/// What makes things that its text does not name: copies, partitions, bodies of functions.
bool makes_more(const statement::Node& node) {
    if (node.node_case == PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT)
        return true;
    if (node.node_case != PG_QUERY__NODE__NODE_CREATE_STMT)
        return false;
    const auto& stmt = *node.create_stmt;
    return stmt.n_inh_relations > 0 ||
           std::ranges::any_of(statement::items(stmt.table_elts, stmt.n_table_elts), [](const auto* one) {
               return one->node_case == PG_QUERY__NODE__NODE_TABLE_LIKE_CLAUSE;
           });
}

} // namespace

void OwnHistory::Made::add(const statement::Statement& statement) {
    for (const auto& effect : statement.effects) {
        const auto& object = effect.object;
        const bool column = object.kind == statement::ObjectKind::column;
        if (column && (effect.verb == Verb::create || !effect.new_name.empty()))
            columns.emplace(object.relation, effect.new_name.empty() ? object.name : effect.new_name);
        else if (effect.verb == Verb::create && !object.name.empty())
            names.insert(object.name);
        if (!column && !effect.new_name.empty()) {
            names.insert(effect.new_name);
            renamed.insert(effect.new_name);
        }
    }
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr || is_opaque(statement) || makes_more(*node))
        opaque.push_back(statement.sql);
    if (node == nullptr)
        return;
    if (const auto* table = derived_table(*node))
        derived.insert(table->relname);
    if (const auto* table = table_of(*node))
        statement::walk(&node->base, PartNames{.table = *table, .names = names, .columns = columns});
    if (node->node_case == PG_QUERY__NODE__NODE_INDEX_STMT && *node->index_stmt->idxname == '\0') {
        if (const auto name = statement::default_name(*node->index_stmt))
            names.insert(name->text());
        else
            opaque.push_back(statement.sql);
    }
}

bool OwnHistory::Made::may_include(const statement::ObjectName& object) const {
    const auto& [name, relation] = std::tie(object.name, object.relation);
    if (object.kind == statement::ObjectKind::column) {
        if (columns.contains({relation, name}) || derived.contains(relation))
            return true;
        if (renamed.contains(relation) &&
            (!derived.empty() ||
             std::ranges::any_of(columns, [&](const auto& one) { return one.second == name; })))
            return true;
    } else if (names.contains(name)) {
        return true;
    }
    return std::ranges::any_of(
        opaque, [&](const std::string& text) { return has_word(text, name) || has_word(text, relation); });
}

OwnHistory::Made& OwnHistory::files() {
    if (made_)
        return *made_;
    made_.emplace();
    if (graph_ == nullptr)
        return *made_;
    std::set<std::string> ids;
    for (const auto node : revision::members(graph_->ancestors(revision::resolve_rows(*graph_, rows_))))
        ids.insert(graph_->at(node).id);
    if (taken_back_)
        ids.merge(taken_back_());
    for (const auto& revision : graph_->revisions()) {
        if (!revision.up || !ids.contains(revision.id))
            continue;
        for (const auto& one :
             statement::split(revision.up->sql, {.file = revision.path, .line = revision.up->line}))
            made_->add(one);
    }
    return *made_;
}

bool OwnHistory::may_have_made(const statement::ObjectName& object,
                               std::span<const statement::Statement> before) {
    auto& known = files();
    for (const auto* statement : expected_)
        known.add(*statement);
    expected_.clear();
    auto made = known;
    for (const auto& one : before)
        made.add(one);
    return made.may_include(object);
}

} // namespace pgmend::migrate
