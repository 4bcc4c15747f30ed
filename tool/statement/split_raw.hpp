#pragma once

#include "statement/token.hpp"

#include <span>
#include <vector>

namespace pgmend::statement {

/// The tokens of one statement, without its semicolon, and the comments before it.
struct RawStatement {
    std::span<const Token> tokens;
    std::span<const Token> before; ///< comments between the previous statement and this one
    std::span<const Token> inside;
};

/// The statements of a text in order. Empty statements (";;") are left out; their comments belong to the next
/// one.
struct RawStatements {
    std::vector<RawStatement> statements;
    std::span<const Token> after; ///< comments after the last statement
};

/// Splits the tokens at the semicolons that end a statement, but not at those in parentheses (CREATE RULE …
/// DO (…; …)) and in function bodies in the form BEGIN ATOMIC … END. The result refers to `scan`.
RawStatements split_raw(const Scan& scan);

} // namespace pgmend::statement
