#include "commands/planned_script.hpp"

#include "drift/withhold.hpp"
#include "report/drift.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

/// The relation, or what else holds an object; itself where nothing does.
std::pair<std::string, std::string> place_of(const schema::ObjectId& id) {
    return {id.schema, id.parent.empty() ? id.name : id.parent};
}

/// Names the differences in places that no statement, withheld or not, and no sentence is about.
void name_unclaimed(report::ScriptReport& report, const std::vector<schema::Finding>& findings) {
    std::set<std::pair<std::string, std::string>> places;
    for (const auto* list : {&report.script.statements, &report.withheld})
        for (const auto& statement : *list)
            places.insert(place_of(statement.object));
    const auto is_named = [&](const schema::Finding& finding) {
        const auto name = finding.object.parent.empty() ? finding.object.name : finding.object.parent;
        return std::ranges::any_of(report.script.impossible, [&](const std::string& sentence) {
            return sentence.find(name) != std::string::npos;
        });
    };
    for (const auto& finding : findings)
        if (!places.contains(place_of(finding.object)) && !is_named(finding))
            report.script.impossible.push_back(
                fmt::format("no statement is known for this difference: {}", report::sentence(finding)));
}

} // namespace

PlannedScript plan_script(const schema::Model& from, const schema::Model& to,
                          const std::vector<schema::Finding>& findings, bool allow_drop,
                          const schema::StatementOptions& options) {
    drift::LosslessScript way{.target = to, .script = {}, .withheld = {}};
    if (allow_drop)
        way.script = schema::statements(from, to, options);
    else
        way = drift::without_losses(from, to, options);
    PlannedScript planned{.report = {.role = options.role}, .target = std::move(way.target)};
    auto& report = planned.report;
    report.script = std::move(way.script);
    report.withheld = std::move(way.withheld);
    if (!report.withheld.empty())
        report.differences_withheld = schema::diff(to, planned.target).findings.size();
    name_unclaimed(report, findings);
    return planned;
}

} // namespace pgmend::commands
