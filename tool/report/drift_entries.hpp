#pragma once

#include "report/drift.hpp"

#include <string>
#include <vector>

namespace pgmend::report {

/// A difference or a failed check, as SARIF and annotations show it.
struct DriftEntry {
    std::string rule;
    std::string level; ///< error, warning, note
    std::string text;
    std::string identity; ///< the same in each run, and of no other entry of the rule
    SourceLocation location;
};

std::vector<DriftEntry> drift_entries(const DriftReport& report);

} // namespace pgmend::report
