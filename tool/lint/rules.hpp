#pragma once

#include "lint/statement_context.hpp"

#include <span>
#include <string_view>

namespace pgmend::lint {

/// A lint rule.
struct Rule {
    std::string_view id;
    Severity severity;
    std::string_view summary; ///< the problem, for lists of rules
    void (*check)(const StatementContext&, Violations&);
};

/// All rules, in the order of `lint --rules` and of the manual.
std::span<const Rule> rules();

/// The rule with this id, or null.
const Rule* find_rule(std::string_view id);

} // namespace pgmend::lint
