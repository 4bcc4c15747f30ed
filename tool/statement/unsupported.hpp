#pragma once

#include "base/error.hpp"
#include "statement/token.hpp"

#include <span>
#include <string>
#include <string_view>

namespace pgmend::statement {

/// Throws UsageError with all that the user needs to fix the text.
[[noreturn]] void refuse(std::string message, std::string hint, SourceLocation location = {});

/// Throws UsageError if the statement is not allowed in a revision: it opens or ends a transaction
/// (savepoints are harmless), or it is a COPY whose data comes from or goes to psql. `location` is the
/// statement's.
void check_supported(std::span<const Token> tokens, const SourceLocation& location);

/// The command ("BEGIN") if the statement opens or ends a transaction, else an empty text.
std::string_view transaction_command(std::span<const Token> tokens);

} // namespace pgmend::statement
