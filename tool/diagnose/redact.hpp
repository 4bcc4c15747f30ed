#pragma once

#include <string>

namespace pgmend::diagnose {

/// Removes the values that the server quotes from a message or a detail. Names of tables, columns and so on
/// are kept. In doubt, text is removed, because a value may itself contain quotes and parentheses.
std::string without_values(const std::string& text);

/// Reduces an error context to the names of functions, the position in COPY, and the fact that there was a
/// statement. All other lines become "…".
std::string context_without_values(const std::string& context);

} // namespace pgmend::diagnose
