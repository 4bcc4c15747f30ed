#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace pgmend::lint {

enum class Severity {
    info,    ///< worth knowing
    warning, ///< may hurt
    error    ///< keeps others waiting for long, breaks what runs, or loses data
};

std::string_view to_string(Severity severity);

/// One hazard of a statement.
struct Finding {
    std::string rule;
    Severity severity = Severity::warning;
    std::string message; ///< what happens, and to whom
    std::string instead; ///< the safe way, as SQL wherever there is one
    SourceLocation location;
    std::string sql; ///< of the statement, or of the sub-command that it is about

    bool operator==(const Finding&) const = default;
};

} // namespace pgmend::lint
