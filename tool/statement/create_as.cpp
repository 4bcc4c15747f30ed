#include "statement/create_as.hpp"

#include "statement/token.hpp"

namespace pgmend::statement {

bool is_create_as(const Statement& statement) {
    const auto scanned = scan(statement.sql);
    int depth = 0;
    for (std::size_t i = 1; i < scanned.tokens.size(); ++i) {
        const auto& token = scanned.tokens[i];
        depth += is_symbol(token, "(") ? 1 : is_symbol(token, ")") ? -1 : 0;
        if (depth == 0 && is_word(token, "as"))
            return true;
    }
    return false;
}

std::string without_data(std::string sql) {
    const auto tokens = scan(sql).tokens;
    const auto size = tokens.size();
    const bool has_clause = size > 2 && is_word(tokens[size - 1], "data");
    if (has_clause && is_word(tokens[size - 2], "no"))
        return sql;
    if (has_clause && is_word(tokens[size - 2], "with"))
        sql.resize(static_cast<std::size_t>(tokens[size - 2].text.data() - sql.data()));
    return sql + " WITH NO DATA";
}

} // namespace pgmend::statement
