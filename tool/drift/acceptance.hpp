#pragma once

#include "drift/baseline_file.hpp"
#include "drift/rules.hpp"

#include <string>
#include <vector>

namespace pgmend::drift {

/// Which differences are no drift: what the user has said in [[ignore]] rules and in a baseline file. Every
/// command that compares asks the same.
struct Acceptance {
    std::vector<Rule> rules = {};
    BaselineFile baseline = {};
    std::string today = {}; ///< YYYY-MM-DD

    bool is_empty() const { return rules.empty() && baseline.lines.empty(); }
};

/// Splits the findings into drift and what is accepted.
Ruled without_accepted(const std::vector<schema::Finding>& findings, const Acceptance& acceptance);

/// Whether the finding is accepted.
bool is_accepted(const schema::Finding& finding, const Acceptance& acceptance);

} // namespace pgmend::drift
