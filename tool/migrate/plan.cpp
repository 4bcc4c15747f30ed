#include "migrate/plan.hpp"

#include "migrate/section_session.hpp"
#include "pg/quote.hpp"
#include "statement/checksum.hpp"
#include "statement/split.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace pgmend::migrate {

using Direction = revision::Step::Direction;

std::string_view kind_name(statement::ObjectKind kind) {
    constexpr auto names = std::to_array<std::string_view>(
        {"schema",      "extension",         "type",    "domain", "sequence",   "table",
         "view",        "materialized view", "index",   "column", "constraint", "function",
         "procedure",   "aggregate",         "trigger", "rule",   "policy",     "statistics",
         "publication", "comment on",        "object"});
    return names.at(static_cast<std::size_t>(kind));
}

namespace {

PlannedStep draft_step(const revision::Step& step) {
    const auto& revision = *step.revision;
    const bool up = step.direction == Direction::up;
    const auto& section = up ? revision.up : revision.down;
    if (!section)
        throw UsageError(fmt::format("revision {} cannot be {}: its file has no '-- migrate:{}' section",
                                     revision.id, up ? "applied" : "undone", up ? "up" : "down"))
            .at({.file = revision.path})
            .with_hint(up ? "add the section" : "add the section; leave it empty if there is nothing to undo")
            .with_revision(revision.id);
    PlannedStep planned{.step = step};
    auto statements = statement::split(section->sql, {.file = revision.path, .line = section->line});
    planned.checksum = statement::checksum(statements);
    planned.statements.reserve(statements.size());
    for (auto& one : statements) {
        SourceLocation location{.file = revision.path, .line = one.line, .column = one.column};
        planned.statements.push_back({.statement = std::move(one),
                                      .location = std::move(location),
                                      .source = planned.statements.size()});
    }
    planned.segments = segments_of(planned.statements, !section->transaction);
    if (up && revision.down)
        planned.down_sql = revision.down->sql;
    return planned;
}

} // namespace

std::vector<Segment> segments_of(const std::vector<PlannedStatement>& statements, bool one_by_one) {
    std::vector<Segment> segments;
    for (std::size_t i = 0; i < statements.size(); ++i) {
        const bool transactional = statements[i].statement.transactional &&
                                   !(one_by_one && may_end_transactions(statements[i].statement));
        const bool joins = !one_by_one && transactional && !segments.empty() &&
                           segments.back().transactional && !statements[i].own_transaction &&
                           !statements[i - 1].own_transaction;
        if (joins)
            segments.back().last = i + 1;
        else
            segments.push_back({.first = i, .last = i + 1, .transactional = transactional});
    }
    if (segments.empty())
        segments.push_back({});
    return segments;
}

std::vector<statement::Statement> PlannedStep::first(std::size_t count) const {
    if (!original_statements.empty())
        return {original_statements.begin(),
                original_statements.begin() + static_cast<std::ptrdiff_t>(count)};
    std::vector<statement::Statement> result;
    for (std::size_t i = 0; i < count; ++i)
        result.push_back(statements[i].statement);
    return result;
}

std::string_view to_string(Action action) {
    switch (action) {
    case Action::run:
        return "run";
    case Action::skip:
        return "skip";
    case Action::conflict:
        return "conflict";
    case Action::in_turn:
        break;
    }
    return "decided in turn";
}

Plan draft(const revision::Steps& steps, const std::vector<std::string>& rows) {
    Plan plan{.from = rows, .to = rows, .warnings = steps.warnings};
    plan.steps.reserve(steps.steps.size());
    for (const auto& step : steps.steps)
        plan.steps.push_back(draft_step(step));
    if (!steps.steps.empty()) {
        plan.direction = steps.steps.front().direction;
        plan.to = steps.steps.back().rows_after;
    }
    return plan;
}

std::string name_of(const statement::ObjectName& object) {
    std::string name;
    for (const auto& part :
         {object.schema.empty() ? object.relation_schema : object.schema,
          object.kind == statement::ObjectKind::index ? std::string() : object.relation, object.name})
        if (!part.empty())
            name += (name.empty() ? "" : ".") + pg::quote_identifier(part);
    return name;
}

std::string describe(const statement::ObjectName& object) {
    return fmt::format("{} {}", kind_name(object.kind), name_of(object));
}

namespace {

std::string conflict_hint(const PlannedStatement& statement) {
    if (statement.left_by.empty())
        return "Alter, rename or drop the object in the database, or change the revision. If the database is "
               "at a later revision, find it with 'pgmend locate' and record it with 'pgmend stamp'.";
    return fmt::format("The {0} is as revision {1} leaves it, so the version table may be outdated. Check "
                       "with 'pgmend locate'; if the database is at {1}, record it with 'pgmend stamp {1}'.",
                       kind_name(statement.object.kind), statement.left_by);
}

} // namespace

Error conflict_error(const PlannedStatement& statement, const std::string& revision) {
    if (statement.differences.empty())
        return Error(fmt::format("{} already exists but could not be compared with what revision {} creates",
                                 describe(statement.object), revision),
                     ExitCode::conflict)
            .at(statement.location)
            .with_detail(statement.reason)
            .with_revision(revision);
    std::size_t width = 9;
    for (const auto& difference : statement.differences)
        width = std::max(width, difference.attribute.size());
    std::string table = fmt::format("{:<{}}  in the database -> in the revision", "attribute", width);
    for (const auto& [attribute, existing, wanted] : statement.differences)
        table += fmt::format("\n{:<{}}  {} -> {}", attribute, width, existing, wanted);
    return Error(fmt::format("{} already exists but is different from what revision {} creates",
                             describe(statement.object), revision),
                 ExitCode::conflict)
        .at(statement.location)
        .with_detail(std::move(table))
        .with_hint(conflict_hint(statement))
        .with_revision(revision);
}

std::optional<Error> conflict_error(const Plan& plan) {
    for (const auto& step : plan.steps)
        for (const auto& statement : step.statements)
            if (statement.action == Action::conflict)
                return conflict_error(statement, step.id());
    return std::nullopt;
}

} // namespace pgmend::migrate
