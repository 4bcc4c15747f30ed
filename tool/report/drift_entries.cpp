#include "report/drift_entries.hpp"

#include <fmt/format.h>

namespace pgmend::report {
namespace {

const char* level_of(schema::Severity severity) {
    using enum schema::Severity;
    return severity == breaking ? "error" : severity == cosmetic ? "note" : "warning";
}

} // namespace

std::vector<DriftEntry> drift_entries(const DriftReport& report) {
    std::vector<DriftEntry> all;
    for (const auto& finding : report.diff.findings)
        all.push_back(
            {.rule = rule_id(finding),
             .level = level_of(finding.severity),
             .text = sentence(finding),
             .identity = display(finding.object) + (finding.attribute.empty() ? "" : " " + finding.attribute),
             .location = definition_of(report, finding)});
    for (const auto& result : report.checks)
        if (result.status == CheckResult::Status::fail)
            all.push_back({.rule = "check/" + result.name,
                           .level = result.severity == "warning" ? "warning" : "error",
                           .text = fmt::format("{} ({})", result.message, count(result.rows, "row")),
                           .identity = result.name,
                           .location = {.file = result.file, .line = 1}});
    return all;
}

} // namespace pgmend::report
