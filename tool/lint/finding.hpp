#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace pgmend::lint {

enum class Severity {
    info,    ///< a note
    warning, ///< may cause a problem
    error    ///< blocks other sessions for long, breaks the running application, or loses data
};

std::string_view to_string(Severity severity);

/// A hazard of a statement.
struct Finding {
    std::string rule;
    Severity severity = Severity::warning;
    std::string message; ///< what happens, and who is affected
    std::string instead; ///< the safe alternative, as SQL if possible
    SourceLocation location;
    std::string sql; ///< the statement, or the sub-command that has the hazard

    bool operator==(const Finding&) const = default;
};

} // namespace pgmend::lint
