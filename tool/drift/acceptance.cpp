#include "drift/acceptance.hpp"

namespace pgmend::drift {

Ruled without_accepted(const std::vector<schema::Finding>& findings, const Acceptance& acceptance) {
    auto ruled = apply_rules(findings, acceptance.rules, acceptance.today);
    auto rest = apply_baseline(ruled.findings, acceptance.baseline);
    ruled.findings = std::move(rest.findings);
    ruled.accepted.insert(ruled.accepted.end(), rest.accepted.begin(), rest.accepted.end());
    ruled.warnings.insert(ruled.warnings.end(), rest.warnings.begin(), rest.warnings.end());
    return ruled;
}

bool is_accepted(const schema::Finding& finding, const Acceptance& acceptance) {
    return is_accepted(finding, acceptance.rules, acceptance.today) ||
           accepting_line(finding, acceptance.baseline) > 0;
}

} // namespace pgmend::drift
