#pragma once

#include "statement/token.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace pgmend::statement {

/// A type at the beginning of some tokens, if it is one that has several names (int, integer, int4).
struct TypeWords {
    std::string_view name; ///< the one name for all of them; empty = no such type
    std::size_t words = 0; ///< tokens that the name stands for, at the beginning
    std::size_t kept = 0;  ///< the tokens behind those that count as they are: a precision, "(3)"
    std::size_t rest = 0;  ///< the tokens behind those that belong to the name: "with time zone"
};

/// What the tokens begin with, by themselves: a column that is called bool is taken for the type, too.
TypeWords type_words(std::span<const Token> tokens);

} // namespace pgmend::statement
