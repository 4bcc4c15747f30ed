#include "drift/baseline_file.hpp"

#include <set>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::drift {
namespace {

using schema::Finding;

/// On one line, whatever the text holds; null = the default.
std::string quoted(const std::optional<std::string>& value) {
    return value ? nlohmann::json(*value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
                 : "null";
}

std::string line_of(const Finding& finding) {
    auto line = name_of(finding);
    if (finding.change == schema::Change::different)
        line += fmt::format(": {} -> {}", quoted(finding.expected), quoted(finding.actual));
    return line;
}

} // namespace

BaselineFile parse_baseline(const std::string& text, const std::string& path) {
    BaselineFile baseline{.path = path, .lines = {}};
    std::istringstream lines(text);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        line.erase(line.find_last_not_of(" \t\r") + 1);
        if (!line.empty() && !line.starts_with('#'))
            baseline.lines.try_emplace(line, number);
    }
    return baseline;
}

std::string baseline_of(const std::vector<Finding>& findings) {
    std::string text;
    for (const auto& finding : findings)
        text += line_of(finding) + "\n";
    return text;
}

int accepting_line(const Finding& finding, const BaselineFile& baseline) {
    auto found = baseline.lines.find(line_of(finding));
    if (found == baseline.lines.end())
        found = baseline.lines.find(name_of(finding)); // as an older pgmend wrote it
    return found == baseline.lines.end() ? 0 : found->second;
}

Ruled apply_baseline(const std::vector<Finding>& findings, const BaselineFile& baseline) {
    Ruled ruled;
    std::set<int> without_values;
    for (const auto& finding : findings) {
        const auto line = accepting_line(finding, baseline);
        if (line == 0) {
            ruled.findings.push_back(finding);
            continue;
        }
        ruled.accepted.push_back(line_of(finding) + ": baseline");
        if (!baseline.lines.contains(line_of(finding)))
            without_values.insert(line);
    }
    if (!without_values.empty())
        ruled.warnings.push_back(fmt::format(
            "{}:{}: the line has no values, so it also accepts every later change of this attribute{}; "
            "write the file again with --write-baseline",
            baseline.path, *without_values.begin(),
            without_values.size() == 1 ? std::string()
                                       : fmt::format(" (so have {} more)", without_values.size() - 1)));
    return ruled;
}

} // namespace pgmend::drift
