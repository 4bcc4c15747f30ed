#pragma once

#include "statement/split_raw.hpp"
#include "statement/statement.hpp"

#include <functional>

namespace pgmend::statement {

/// Returns the position of a token in the user's file.
using Locator = std::function<SourceLocation(const Token&)>;

/// Parses the `-- pgmend:` lines in the comments of a statement. Throws UsageError for an unknown or
/// misplaced directive and for an invalid value. `text` is the whole text to which the tokens refer.
Directives read_directives(const RawStatement& raw, std::string_view text, const Locator& locate);

/// Throws UsageError if one of the comments is a directive, because no statement follows.
void refuse_directives(std::span<const Token> comments, const Locator& locate);

} // namespace pgmend::statement
