#include "commands/script_hazards.hpp"

#include "lint/lint.hpp"
#include "migrate/explain.hpp"
#include "statement/split.hpp"

#include <algorithm>

namespace pgmend::commands {
namespace {

/// Hazards that the script itself says already, or that its form answers.
bool is_said_already(std::string_view rule) {
    return rule == "drop-column" || rule == "drop-table" || rule == "session-setting" ||
           rule == "ddl-and-data" || rule == "unknown-statement";
}

std::vector<report::StatementHazard> hazards_of(const std::vector<lint::Finding>& findings) {
    std::vector<report::StatementHazard> hazards;
    for (const auto& finding : findings)
        if (finding.severity != lint::Severity::info && !is_said_already(finding.rule))
            hazards.push_back({.rule = finding.rule, .message = finding.message});
    return hazards;
}

/// The statements in one step, as those of a revision.
migrate::PlannedStep step_of(const std::vector<schema::DdlStatement>& statements,
                             const revision::Revision& revision) {
    migrate::PlannedStep step;
    step.step.revision = &revision;
    for (const auto& statement : statements) {
        auto pieces = statement::split(statement.sql, {});
        migrate::PlannedStatement planned;
        if (!pieces.empty())
            planned.statement = std::move(pieces.front());
        planned.own_transaction = statement.own_transaction;
        step.statements.push_back(std::move(planned));
    }
    step.segments = migrate::segments_of(step.statements, false);
    return step;
}

} // namespace

void add_hazards(report::ScriptReport& report, migrate::Session* session) {
    const auto& statements = report.script.statements;
    const revision::Revision revision;
    migrate::Plan plan;
    plan.steps.push_back(step_of(statements, revision));
    auto& step = plan.steps.front();
    if (session != nullptr) {
        migrate::explain(plan, *session);
    } else {
        lint::Section section;
        for (const auto& segment : step.segments)
            section.transaction_starts.push_back(segment.first);
        lint::SectionLinter linter(std::move(section), "", {});
        for (auto& planned : step.statements)
            planned.hazards = linter.next(planned.statement);
    }
    report.costs.clear();
    for (const auto& planned : step.statements) {
        report::StatementCost cost{.hazards = hazards_of(planned.hazards)};
        const auto work = planned.cost.work;
        if (work == statement::Work::scan || work == statement::Work::build ||
            work == statement::Work::rewrite) {
            cost.work = to_string(work);
            cost.relation = planned.cost.relation;
            cost.bytes = planned.cost.bytes;
        }
        report.costs.push_back(std::move(cost));
    }
}

} // namespace pgmend::commands
