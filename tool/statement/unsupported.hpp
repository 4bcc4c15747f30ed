#pragma once

#include "base/error.hpp"
#include "statement/token.hpp"

#include <span>
#include <string>
#include <string_view>

namespace pgmend::statement {

/// Throws UsageError with the message, the hint and the position.
[[noreturn]] void refuse(std::string message, std::string hint, SourceLocation location = {});

/// Throws UsageError if the statement is not allowed in a revision: it begins or ends a transaction
/// (savepoints are allowed), or it is a COPY from psql's stdin or to its stdout. `location` is the position
/// of the statement.
void check_supported(std::span<const Token> tokens, const SourceLocation& location);

/// The command ("BEGIN") if the statement begins or ends a transaction; otherwise empty.
std::string_view transaction_command(std::span<const Token> tokens);

} // namespace pgmend::statement
