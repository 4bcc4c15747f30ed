#pragma once

#include "statement/split_raw.hpp"
#include "statement/statement.hpp"

#include <functional>

namespace pgmend::statement {

/// The place in the user's file of a token.
using Locator = std::function<SourceLocation(const Token&)>;

/// Reads the `-- pgmend:` lines among the comments of a piece. Throws UsageError for an unknown or misplaced
/// directive and for a bad value. `text` is the whole text that the tokens look into.
Directives read_directives(const RawStatement& raw, std::string_view text, const Locator& locate);

/// Throws UsageError if one of the comments is a directive: there is no statement for it.
void refuse_directives(std::span<const Token> comments, const Locator& locate);

} // namespace pgmend::statement
