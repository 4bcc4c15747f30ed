#include "statement/token.hpp"

#include "base/letters.hpp"
#include "statement/scanner.hpp"

#include <algorithm>

namespace pgmend::statement {

Scan scan(std::string_view text) {
    return Scanner(text).run();
}

bool is_word(const Token& token, std::string_view keyword) {
    return token.kind == TokenKind::word && token.text.size() == keyword.size() &&
           std::equal(keyword.begin(), keyword.end(), token.text.begin(),
                      [](char a, char b) { return a == lower(b); });
}

bool is_symbol(const Token& token, std::string_view symbol) {
    return token.kind == TokenKind::symbol && token.text == symbol;
}

std::string fold(std::string_view text) {
    return lower(text);
}

bool TokenReader::accept(std::string_view keyword) {
    const bool found = at(keyword);
    next_ += found;
    return found;
}

bool TokenReader::accept(std::initializer_list<std::string_view> keywords) {
    const auto start = next_;
    for (const auto keyword : keywords) {
        if (!accept(keyword)) {
            next_ = start;
            return false;
        }
    }
    return true;
}

bool TokenReader::accept_symbol(std::string_view symbol) {
    const bool found = at_symbol(symbol);
    next_ += found;
    return found;
}

bool TokenReader::accept_name() {
    const auto at_part = [this] {
        return !done() && (peek().kind == TokenKind::word || peek().kind == TokenKind::quoted_name);
    };
    if (!at_part())
        return false;
    skip();
    while (at_symbol(".")) {
        skip();
        if (at_part())
            skip();
    }
    return true;
}

std::span<const Token> TokenReader::accept_parentheses() {
    if (!accept_symbol("("))
        return {};
    const auto start = next_;
    for (int depth = 1; !done(); skip()) {
        if (at_symbol("("))
            ++depth;
        else if (at_symbol(")") && --depth == 0) {
            const auto inside = tokens_.subspan(start, next_ - start);
            skip();
            return inside;
        }
    }
    return tokens_.subspan(start);
}

} // namespace pgmend::statement
