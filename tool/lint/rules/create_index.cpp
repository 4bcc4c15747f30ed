#include "lint/rules/checks.hpp"
#include "statement/token.hpp"

#include <fmt/format.h>

namespace pgmend::lint::check {

namespace {

/// The statement with CONCURRENTLY behind the keyword.
std::string concurrently(const std::string& sql, std::string_view keyword) {
    const auto scanned = statement::scan(sql);
    for (const auto& token : scanned.tokens) {
        if (!statement::is_word(token, keyword))
            continue;
        const auto place = static_cast<std::size_t>(token.text.data() - sql.data()) + token.text.size();
        return sql.substr(0, place) + " CONCURRENTLY" + sql.substr(place);
    }
    return sql;
}

} // namespace

void create_index(const StatementContext& context, Violations& violations) {
    if (context.node == nullptr || context.node->node_case != PG_QUERY__NODE__NODE_INDEX_STMT)
        return;
    const auto& index = *context.node->index_stmt;
    if (index.concurrent != 0 || context.is_new(index.relation))
        return;
    const auto* facts = context.facts_of(index.relation);
    const auto table = table_text(index.relation);
    if (facts != nullptr && facts->kind == 'p') {
        violations.push_back(
            {fmt::format("nobody can write {} or any of its partitions until all indexes are built", table),
             fmt::format("CREATE INDEX … ON ONLY {} (…);  -- then for each partition:\n"
                         "CREATE INDEX CONCURRENTLY … ON partition (…);\n"
                         "ALTER INDEX … ATTACH PARTITION …;",
                         table)});
        return;
    }
    violations.push_back({fmt::format("nobody can write {} until the index is built", table),
                          concurrently(context.sql, "index") + ";"});
}

} // namespace pgmend::lint::check
