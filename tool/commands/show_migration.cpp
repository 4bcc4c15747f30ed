#include "commands/show_migration.hpp"

#include "commands/progress.hpp"
#include "commands/show_error.hpp"

#include "report/migration.hpp"

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

report::AppliedLine view(const migrate::Applied& applied) {
    return {.revision = applied.revision,
            .message = applied.message,
            .statements = applied.statements,
            .skipped = applied.skipped,
            .milliseconds = applied.milliseconds};
}

report::PlanLine view(const migrate::PlannedStatement& planned) {
    report::PlanLine line{.sql = planned.statement.sql,
                          .file = planned.location.file,
                          .line = planned.location.line,
                          .action = std::string(migrate::to_string(planned.action)),
                          .reason = planned.reason,
                          .left_by = planned.left_by,
                          .original_sql = planned.original_sql,
                          .transactional = planned.statement.transactional};
    if (!planned.object.name.empty()) {
        line.object_kind = migrate::kind_name(planned.object.kind);
        line.object_name = migrate::name_of(planned.object);
    }
    const bool runs = planned.action == migrate::Action::run || planned.action == migrate::Action::in_turn;
    if (runs)
        line.work = statement::to_string(planned.cost.work);
    line.note = planned.cost.note;
    line.relation = planned.cost.relation;
    line.bytes = planned.cost.bytes;
    line.rows = planned.cost.rows;
    for (const auto& lock : planned.cost.locks)
        line.locks.push_back({.relation = lock.relation,
                              .mode = std::string(statement::to_string(lock.mode)),
                              .blocks = std::string(statement::blocks(lock.mode)),
                              .why = lock.why});
    for (const auto& hazard : planned.hazards)
        line.hazards.push_back({.rule = hazard.rule,
                                .severity = std::string(lint::to_string(hazard.severity)),
                                .message = hazard.message,
                                .instead = hazard.instead});
    for (const auto& difference : planned.differences)
        line.differences.push_back({difference.attribute, difference.existing, difference.wanted});
    return line;
}

/// What an earlier run has done of a step: it is not done again, or all of it is taken back.
void show_done(report::PlanStep& shown, const migrate::PlannedStep& step,
               const report::UnfinishedLine& half) {
    const bool takes_back = half.direction == "up" && step.step.direction == revision::Step::Direction::down;
    shown.note = takes_back ? fmt::format("{} of its {} statements are done; they are downgraded first",
                                          half.done, half.statements)
                            : report::unfinished_text(half);
    for (std::size_t i = 0; !takes_back && i < step.statements.size(); ++i) {
        if (step.statements[i].source >= half.done)
            break;
        const auto& line = shown.statements[i];
        shown.statements[i] = {.sql = line.sql,
                               .file = line.file,
                               .line = line.line,
                               .action = "done",
                               .original_sql = line.original_sql,
                               .starts_segment = line.starts_segment,
                               .transactional = line.transactional};
    }
}

report::PlanView view(const migrate::Plan& plan, const std::vector<migrate::Unfinished>& unfinished) {
    report::PlanView seen{.direction =
                              plan.direction == revision::Step::Direction::down ? "downgrade" : "upgrade",
                          .from = plan.from,
                          .to = plan.to,
                          .unfinished = lines_of(unfinished),
                          .warnings = plan.warnings};
    for (const auto& step : plan.steps) {
        report::PlanStep shown{.revision = step.id(),
                               .message = step.step.revision->message,
                               .one_transaction = step.one_transaction()};
        for (const auto& planned : step.statements)
            shown.statements.push_back(view(planned));
        for (const auto& segment : step.segments)
            if (segment.first > 0 && segment.first < shown.statements.size())
                shown.statements[segment.first].starts_segment = true;
        for (const auto& half : seen.unfinished)
            if (half.revision == step.id())
                show_done(shown, step, half);
        seen.steps.push_back(std::move(shown));
    }
    return seen;
}

std::string joined(const std::vector<std::string>& ids) {
    std::string text;
    for (const auto& id : ids)
        text += (text.empty() ? "" : ", ") + id;
    return text.empty() ? "(base)" : text;
}

std::vector<report::AppliedLine> lines_of(const migrate::Outcome& outcome) {
    std::vector<report::AppliedLine> lines;
    for (const auto& applied : outcome.applied)
        lines.push_back(view(applied));
    return lines;
}

} // namespace

std::vector<report::UnfinishedLine> lines_of(const std::vector<migrate::Unfinished>& unfinished) {
    std::vector<report::UnfinishedLine> lines;
    for (const auto& half : unfinished)
        lines.push_back({.revision = half.revision,
                         .direction = half.direction,
                         .done = half.done,
                         .statements = half.statements});
    return lines;
}

void show(const migrate::Outcome& outcome, const Context& context) {
    clear_progress();
    const auto lines = lines_of(outcome);
    if (context.globals.json()) {
        print(report::applied_json(lines, outcome.heads) + "\n");
        return;
    }
    const auto style = context.globals.out();
    double milliseconds = 0;
    for (const auto& line : lines) {
        print(report::applied_text(line, style));
        milliseconds += line.milliseconds;
    }
    if (lines.empty())
        print(fmt::format("Nothing to do: the database is at {}.\n", joined(outcome.heads)));
    else
        print(fmt::format("The database is now at {} ({} in {}).\n", style.bold(joined(outcome.heads)),
                          report::count(lines.size(), "revision"), report::duration(milliseconds)));
}

ExitCode run_and_show(const migrate::Outcome& outcome, const std::function<void()>& run,
                      const Context& context) {
    try {
        run();
    } catch (const Error& error) {
        if (context.globals.json())
            print(report::failed_json(lines_of(outcome), outcome.heads, error_json(error)) + "\n");
        else if (!outcome.applied.empty())
            show(outcome, context);
        std::fflush(stdout); // before the error, also where both go to the same file
        show_error_text(error, context.globals);
        return error.code();
    }
    show(outcome, context);
    return ExitCode::done;
}

void show_stamped(const migrate::Outcome& outcome, const Context& context) {
    if (context.globals.json())
        return show(outcome, context);
    print(fmt::format("The version table is {} at {}; no SQL of any revision was run.\n",
                      outcome.applied.empty() ? "already" : "now",
                      context.globals.out().bold(joined(outcome.heads))));
}

ExitCode show(const migrate::Plan& plan, const std::vector<migrate::Unfinished>& unfinished,
              const Context& context) {
    const auto seen = view(plan, unfinished);
    print(context.globals.json() ? report::plan_json(seen) + "\n"
                                 : report::plan_text(seen, context.globals.verbose, context.globals.out()));
    return migrate::conflict_error(plan) ? ExitCode::conflict : ExitCode::done;
}

} // namespace pgmend::commands
