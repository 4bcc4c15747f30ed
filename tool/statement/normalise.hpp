#pragma once

#include <string>
#include <string_view>

namespace pgmend::statement {

/// The SQL with every constant replaced by a parameter, by PostgreSQL's own parser. If it cannot be parsed,
/// quoted literals and numbers are removed. The result may be logged if the names in it may be. Thread-safe.
std::string normalised(std::string_view sql);

/// A short text that is equal for statements that differ only in constants, white space and the length of
/// lists.
std::string fingerprint(std::string_view sql);

} // namespace pgmend::statement
