#include "maintain/batch_sql.hpp"

#include "pg/quote.hpp"
#include "statement/parse_tree.hpp"
#include "statement/token.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>
#include <pg_query/pg_query.pb-c.h>

namespace pgmend::maintain {
namespace {

[[noreturn]] void refuse(std::string_view why) {
    throw UsageError(fmt::format("the statement cannot be run in batches: {}", why))
        .with_hint("give one UPDATE or DELETE of a table: 'UPDATE t SET a = … WHERE …'");
}

std::string name_of(const PgQuery__RangeVar& relation) {
    const std::string schema = relation.schemaname != nullptr ? relation.schemaname : "";
    return schema.empty() ? pg::quote_identifier(relation.relname)
                          : pg::quote_qualified(schema, relation.relname);
}

/// The offset of the last WHERE outside parentheses: the statement's own, which comes after those of its
/// FROM.
std::size_t find_where(const std::string& sql) {
    int depth = 0;
    auto found = sql.size();
    for (const auto& token : statement::scan(sql).tokens) {
        if (statement::is_symbol(token, "("))
            ++depth;
        else if (statement::is_symbol(token, ")"))
            --depth;
        else if (depth == 0 && statement::is_word(token, "where"))
            found = static_cast<std::size_t>(token.text.data() - sql.data());
    }
    return found;
}

/// Up to the end of the last token: no semicolon, no comment that would swallow what comes after it.
std::string without_end(const std::string& sql) {
    const auto tokens = statement::scan(sql).tokens;
    std::size_t end = 0;
    for (const auto& token : tokens)
        if (!statement::is_symbol(token, ";"))
            end = static_cast<std::size_t>(token.text.data() - sql.data()) + token.text.size();
    return sql.substr(0, end);
}

std::string placeholders(std::size_t first, std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i)
        list += fmt::format("{}${}", i > 0 ? ", " : "", first + i);
    return list;
}

void read_update(const PgQuery__UpdateStmt& update, BatchStatement& read) {
    if (update.with_clause != nullptr || update.n_returning_list > 0)
        refuse("it has WITH or RETURNING");
    for (const auto* node : std::span(update.target_list, update.n_target_list))
        if (node->node_case == PG_QUERY__NODE__NODE_RES_TARGET && node->res_target->name != nullptr)
            read.sets.emplace_back(node->res_target->name);
}

} // namespace

BatchStatement parse_batch(const std::string& sql) {
    BatchStatement read{.sql = without_end(sql)};
    const auto outcome = statement::parse(read.sql);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr)
        refuse(outcome.tree ? "it is more than one statement" : "it could not be parsed");
    const PgQuery__RangeVar* relation = nullptr;
    const PgQuery__Node* where = nullptr;
    if (node->node_case == PG_QUERY__NODE__NODE_UPDATE_STMT) {
        relation = node->update_stmt->relation;
        where = node->update_stmt->where_clause;
        read_update(*node->update_stmt, read);
    } else if (node->node_case == PG_QUERY__NODE__NODE_DELETE_STMT) {
        const auto& del = *node->delete_stmt;
        relation = del.relation;
        where = del.where_clause;
        read.deletes = true;
        if (del.with_clause != nullptr || del.n_returning_list > 0)
            refuse("it has WITH or RETURNING");
    } else {
        refuse("it is neither an UPDATE nor a DELETE");
    }
    if (where != nullptr && where->node_case == PG_QUERY__NODE__NODE_CURRENT_OF_EXPR)
        refuse("it has WHERE CURRENT OF");
    read.table = name_of(*relation);
    read.only = !relation->inh;
    read.alias =
        pg::quote_identifier(relation->alias != nullptr ? relation->alias->aliasname : relation->relname);
    read.where = where != nullptr ? find_where(read.sql) : read.sql.size();
    return read;
}

void check_batch(const Table& table, const BatchStatement& statement) {
    if (table.primary_key.empty())
        throw UsageError(fmt::format("{} has no primary key", table.qualified))
            .with_hint("batches are ranges of the primary key");
    if (table.has_children && !statement.only)
        throw UsageError(fmt::format("{} has tables that inherit from it", table.qualified))
            .with_hint("run the command for each of them, with ONLY");
    for (const auto& column : table.primary_key)
        if (std::ranges::find(statement.sets, column) != statement.sets.end())
            throw UsageError(fmt::format("the statement changes {}, a column of the primary key",
                                         pg::quote_identifier(column)))
                .with_hint("rows would move between the batches");
    if (table.row_security)
        throw Error(fmt::format("row security hides rows of {} from this role", table.qualified))
            .with_hint("run the command as the table's owner or as a role with BYPASSRLS");
}

std::string batch_range_end(const Table& table, long long rows, bool first) {
    std::string texts;
    for (const auto& column : table.primary_key)
        texts += fmt::format("{}t.{}::text", texts.empty() ? "" : ", ", pg::quote_identifier(column));
    const auto key = column_list(table.primary_key, "t.");
    const auto after =
        first ? std::string()
              : fmt::format(" WHERE ({}) > ({})", key, placeholders(1, table.primary_key.size()));
    return fmt::format("SELECT {} FROM {} t{} ORDER BY {} OFFSET {} LIMIT 1", texts, table.qualified, after,
                       key, rows - 1);
}

std::string batch_range(const Table& table, const BatchStatement& statement, bool first, bool last) {
    const auto key = column_list(table.primary_key, statement.alias + ".");
    const auto size = table.primary_key.size();
    std::string range = "true";
    if (!first)
        range += fmt::format(" AND ({}) > ({})", key, placeholders(1, size));
    if (!last)
        range += fmt::format(" AND ({}) <= ({})", key, placeholders(first ? 1 : size + 1, size));
    const auto head = statement.sql.substr(0, statement.where);
    if (statement.where == statement.sql.size())
        return fmt::format("{} WHERE {}", head, range);
    constexpr std::string_view word = "WHERE";
    return fmt::format("{}WHERE ({}) AND {}", head, statement.sql.substr(statement.where + word.size()),
                       range);
}

} // namespace pgmend::maintain
