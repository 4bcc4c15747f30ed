#pragma once

#include "statement/token.hpp"

#include <span>
#include <vector>

namespace pgmend::statement {

/// The tokens of one statement, without its semicolon, and the comments around them.
struct RawStatement {
    std::span<const Token> tokens;
    std::span<const Token> before; ///< comments between the statement before and this one
    std::span<const Token> inside;
};

/// A text's statements in order; empty ones (";;") are left out, but their comments go to the next one.
struct RawStatements {
    std::vector<RawStatement> statements;
    std::span<const Token> after; ///< comments behind the last statement
};

/// Splits the tokens at the semicolons that end a statement: not those in parentheses (CREATE RULE … DO (…;
/// …)), and not those in the body of a function written BEGIN ATOMIC … END. Views into `scan`.
RawStatements split_raw(const Scan& scan);

} // namespace pgmend::statement
