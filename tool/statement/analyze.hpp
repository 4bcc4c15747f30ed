#pragma once

#include "statement/parse_tree.hpp"
#include "statement/statement.hpp"
#include "statement/token.hpp"

#include <span>

namespace pgmend::statement {

/// Fills in everything that can be derived from `statement.sql` and its tokens, that is, everything except
/// the position and the directives, and the tree for parse(). If the parser does not know the text, returns
/// where it stopped.
std::optional<std::size_t> analyze(Statement& statement, std::span<const Token> tokens);

} // namespace pgmend::statement
