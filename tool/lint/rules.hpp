#pragma once

#include "lint/statement_context.hpp"

#include <span>
#include <string_view>

namespace pgmend::lint {

/// A rule: its id stands here alone.
struct Rule {
    std::string_view id;
    Severity severity;
    std::string_view summary; ///< what is wrong, for lists of rules
    void (*check)(const StatementContext&, Violations&);
};

/// All rules, in the order in which `lint --rules` and the manual list them.
std::span<const Rule> rules();

/// The rule of that id, or null.
const Rule* find_rule(std::string_view id);

} // namespace pgmend::lint
