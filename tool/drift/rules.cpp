#include "drift/rules.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

bool fits(const Rule& rule, const schema::Finding& finding) {
    return matches(rule.kind, schema::to_string(finding.object.kind)) &&
           matches(rule.object, display(finding.object)) &&
           (finding.attribute.empty() ? rule.attribute == "*" : matches(rule.attribute, finding.attribute));
}

bool is_valid(const Rule& rule, const std::string& today) {
    return rule.until.empty() || today < rule.until;
}

} // namespace

std::string name_of(const schema::Finding& finding) {
    return fmt::format("{} {} {}{}{}", to_string(finding.change), schema::to_string(finding.object.kind),
                       display(finding.object), finding.attribute.empty() ? "" : " ", finding.attribute);
}

bool matches(std::string_view pattern, std::string_view text) {
    std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && (pattern[p] == '?' || (pattern[p] == text[t] && pattern[p] != '*'))) {
            ++p;
            ++t;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

Ruled apply_rules(const std::vector<schema::Finding>& findings, const std::vector<Rule>& rules,
                  const std::string& today) {
    Ruled ruled;
    std::vector<std::size_t> used(rules.size());
    for (const auto& finding : findings) {
        bool accepted = false;
        for (std::size_t i = 0; i < rules.size() && !accepted; ++i) {
            if (!fits(rules[i], finding))
                continue;
            ++used[i];
            accepted = is_valid(rules[i], today);
            if (accepted)
                ruled.accepted.push_back(fmt::format("{}: {}", name_of(finding), rules[i].reason));
        }
        if (!accepted)
            ruled.findings.push_back(finding);
    }
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const auto name = fmt::format("{}: the ignore rule for {} {}", to_string(rules[i].location),
                                      rules[i].kind, rules[i].object);
        if (used[i] == 0)
            ruled.warnings.push_back(name + " does not match anything");
        else if (!is_valid(rules[i], today))
            ruled.warnings.push_back(fmt::format("{} has expired ({})", name, rules[i].until));
    }
    return ruled;
}

bool is_accepted(const schema::Finding& finding, const std::vector<Rule>& rules, const std::string& today) {
    return std::ranges::any_of(
        rules, [&](const Rule& rule) { return is_valid(rule, today) && fits(rule, finding); });
}

} // namespace pgmend::drift
