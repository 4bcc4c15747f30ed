#pragma once

#include "base/error.hpp"
#include "statement/token.hpp"

#include <span>
#include <string>

namespace pgmend::statement {

/// Throws UsageError with all that the user needs to mend the text.
[[noreturn]] void refuse(std::string message, std::string hint, SourceLocation location = {});

/// Throws UsageError if the statement has no place in a revision: it opens or ends a transaction (savepoints
/// are harmless), or it is a COPY whose data comes from or goes to psql. `location` is the statement's.
void refuse_out_of_place(std::span<const Token> tokens, const SourceLocation& location);

} // namespace pgmend::statement
