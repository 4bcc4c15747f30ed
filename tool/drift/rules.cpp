#include "drift/rules.hpp"

#include <set>
#include <sstream>

#include <fmt/format.h>

namespace pgmend::drift {
namespace {

bool fits(const Rule& rule, const schema::Finding& finding) {
    return matches(rule.kind, schema::to_string(finding.object.kind)) &&
           matches(rule.object, display(finding.object)) &&
           (finding.attribute.empty() ? rule.attribute == "*" : matches(rule.attribute, finding.attribute));
}

std::string line_of(const schema::Finding& finding) {
    return fmt::format("{} {} {} {}", to_string(finding.change), schema::to_string(finding.object.kind),
                       display(finding.object), finding.attribute);
}

} // namespace

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
            const bool valid = rules[i].until.empty() || today < rules[i].until;
            if (!fits(rules[i], finding))
                continue;
            ++used[i];
            accepted = valid;
            if (valid)
                ruled.accepted.push_back(fmt::format("{}: {}", line_of(finding), rules[i].reason));
        }
        if (!accepted)
            ruled.findings.push_back(finding);
    }
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const auto name = fmt::format("{}: the ignore rule for {} {}", to_string(rules[i].location),
                                      rules[i].kind, rules[i].object);
        if (used[i] == 0)
            ruled.warnings.push_back(name + " does not match anything");
        else if (!rules[i].until.empty() && today >= rules[i].until)
            ruled.warnings.push_back(fmt::format("{} has expired ({})", name, rules[i].until));
    }
    return ruled;
}

std::string baseline_of(const std::vector<schema::Finding>& findings) {
    std::string text;
    for (const auto& finding : findings)
        text += line_of(finding) + "\n";
    return text;
}

Ruled apply_baseline(const std::vector<schema::Finding>& findings, const std::string& baseline) {
    std::set<std::string> known;
    std::istringstream lines(baseline);
    for (std::string line; std::getline(lines, line);)
        known.insert(line);
    Ruled ruled;
    for (const auto& finding : findings) {
        if (known.contains(line_of(finding)))
            ruled.accepted.push_back(line_of(finding) + ": baseline");
        else
            ruled.findings.push_back(finding);
    }
    return ruled;
}

} // namespace pgmend::drift
