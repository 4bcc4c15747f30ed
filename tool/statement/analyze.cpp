#include "statement/analyze.hpp"

#include "statement/classify.hpp"
#include "statement/effects.hpp"
#include "statement/relations.hpp"

namespace pgmend::statement {

std::optional<std::size_t> analyze(Statement& statement, std::span<const Token> tokens) {
    statement.category = category(tokens);
    statement.transactional = transactional(tokens);
    statement.changes_session = changes_session(tokens);
    const auto outcome = parse(statement.sql);
    statement.tree.keep(statement.sql, outcome);
    const auto* node = only_statement(outcome.tree);
    statement.parsed = node != nullptr;
    if (node == nullptr)
        return outcome.stopped_at;
    statement.effects = effects(*node);
    statement.relations = relations(*node, statement.effects);
    // SELECT … INTO reads like a query, and makes a table.
    if (statement.category == Category::data && !statement.effects.empty())
        statement.category = Category::ddl;
    return std::nullopt;
}

} // namespace pgmend::statement
