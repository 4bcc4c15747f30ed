#pragma once

#include "statement/token.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace pgmend::statement {

/// A type at the start of some tokens that has several names (int, integer, int4).
struct TypeWords {
    std::string_view name; ///< the canonical name; empty = no such type
    std::size_t words = 0; ///< number of tokens at the start that form the name
    std::size_t kept = 0;  ///< number of tokens after these that are kept, such as a precision "(3)"
    /// Number of tokens after these that also belong to the name, such as "with time zone".
    std::size_t rest = 0;
};

/// The type at the start of the tokens, without context: a column named bool is also taken for the type.
TypeWords type_words(std::span<const Token> tokens);

} // namespace pgmend::statement
