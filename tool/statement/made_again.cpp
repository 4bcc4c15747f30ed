#include "statement/made_again.hpp"

#include "base/quote.hpp"
#include "statement/token.hpp"

#include <span>

#include <fmt/format.h>

namespace pgmend::statement {
namespace {

bool is_name(const Token& token, const std::string& name) {
    if (token.kind == TokenKind::word)
        return fold(token.text) == name;
    return token.kind == TokenKind::quoted_name && token.text == "\"" + name + "\"";
}

std::string_view between(const Token& first, const Token& last) {
    const auto* end = last.text.data() + last.text.size();
    return {first.text.data(), static_cast<std::size_t>(end - first.text.data())};
}

/// "DROP OPERATOR CLASS name USING method"; the reader is at the name.
std::string drop_of_class(std::span<const Token> tokens, TokenReader reader) {
    const auto begin = reader.index();
    if (!reader.accept_name())
        return {};
    const auto end = reader.index() - 1;
    while (!reader.done() && !reader.at("using"))
        reader.skip();
    const auto method = reader.index() + 1;
    return method >= tokens.size() ? std::string()
                                   : fmt::format("DROP OPERATOR CLASS {} USING {}",
                                                 between(tokens[begin], tokens[end]), tokens[method].text);
}

} // namespace

std::string with_name(const Statement& statement, const std::string& name, const std::string& other) {
    const auto scanned = scan(statement.sql);
    for (std::size_t i = 2; i < scanned.tokens.size(); ++i) {
        if (!is_name(scanned.tokens[i], name))
            continue;
        const auto place = static_cast<std::size_t>(scanned.tokens[i].text.data() - statement.sql.data());
        auto text = statement.sql;
        return text.replace(place, scanned.tokens[i].text.size(), quote_identifier(other));
    }
    return statement.sql;
}

std::string drop_for(const Statement& statement) {
    const auto scanned = scan(statement.sql);
    TokenReader reader(scanned.tokens);
    if (!reader.accept("create"))
        return {};
    if (reader.accept("cast")) {
        const auto inside = reader.accept_parentheses();
        return inside.empty() ? std::string()
                              : fmt::format("DROP CAST ({})", between(inside.front(), inside.back()));
    }
    if (reader.accept({"operator", "class"}))
        return drop_of_class(scanned.tokens, reader);
    const bool transform = reader.accept("transform");
    if (!transform && !reader.accept({"user", "mapping"}))
        return {};
    reader.accept({"if", "not", "exists"});
    const auto begin = reader.index();
    while (!reader.done() && !reader.at_symbol("(") && !reader.at("options"))
        reader.skip();
    if (reader.index() == begin)
        return {};
    return fmt::format("DROP {} {}", transform ? "TRANSFORM" : "USER MAPPING",
                       between(scanned.tokens[begin], scanned.tokens[reader.index() - 1]));
}

} // namespace pgmend::statement
