#pragma once

#include "statement/parse_tree.hpp"
#include "statement/statement.hpp"
#include "statement/token.hpp"

#include <span>

namespace pgmend::statement {

/// Fills in what can be told from `statement.sql`, whose tokens are given: everything but the place and the
/// directives, and the tree for parse(). Returns where the parser stopped, if it did not know the text.
std::optional<std::size_t> analyze(Statement& statement, std::span<const Token> tokens);

} // namespace pgmend::statement
