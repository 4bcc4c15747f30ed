#pragma once

#include <string>
#include <string_view>

namespace pgmend::statement {

/// The SQL with every constant replaced by a parameter, by PostgreSQL's own parser; what it cannot parse has
/// its quoted literals and figures blotted out. Safe to log as far as the names in it are. Thread-safe.
std::string normalised(std::string_view sql);

/// A short text that is the same for statements of the same shape, whatever constants, spaces and lists they
/// hold.
std::string fingerprint(std::string_view sql);

} // namespace pgmend::statement
