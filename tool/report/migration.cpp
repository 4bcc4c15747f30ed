#include "report/migration.hpp"

#include "base/lock_mode.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::report {
namespace {

using Json = nlohmann::ordered_json;

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts)
        text += (text.empty() ? "" : ", ") + part;
    return text.empty() ? "(base)" : text;
}

/// The statement on one line.
std::string one_line(const std::string& sql) {
    std::string text;
    for (const char c : sql) {
        const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!space)
            text += c;
        else if (!text.empty() && text.back() != ' ')
            text += ' ';
    }
    return text;
}

std::string action_text(const PlanLine& line, const Style& style) {
    const auto word = fit(line.action == "decided in turn" ? "in turn" : line.action, 9);
    if (line.action == "run")
        return style.green(word);
    if (line.action == "skip" || line.action == "done")
        return style.dim(word);
    return line.action == "conflict" ? style.red(word) : style.yellow(word);
}

constexpr std::string_view margin = "            ";

std::string rows_text(long long rows) {
    if (rows < 0)
        return "never analyzed";
    if (rows < 10'000)
        return count(static_cast<std::size_t>(rows), "row");
    return rows < 10'000'000 ? fmt::format("{} thousand rows", rows / 1000)
                             : fmt::format("{} million rows", rows / 1'000'000);
}

/// The locks, a line for each mode, and what is done under them.
std::string cost_text(const PlanLine& line, const Style& style) {
    std::string text;
    for (std::size_t i = 0; i < line.locks.size(); ++i) {
        const auto& lock = line.locks[i];
        const auto size = lock.relation == line.relation && line.bytes > 0
                              ? fmt::format(" ({}, {})", size_text(line.bytes), rows_text(line.rows))
                              : std::string();
        const auto strong = lock.blocks == "reads or writes" || lock.blocks == "writes";
        const auto effect = lock.blocks.empty() ? std::string() : fmt::format(": no {}", lock.blocks);
        const auto what = fmt::format("{} on {}{}{}{}", lock_words(lock.mode), lock.relation, size,
                                      lock.why.empty() ? "" : fmt::format(" ({})", lock.why), effect);
        text += fmt::format("{}{}", margin, strong ? style.yellow(what) : style.dim(what));
        if (i == 0)
            text += style.dim(fmt::format("; {}", line.work));
        text += '\n';
    }
    if (!line.locks.empty() && !line.note.empty())
        text += fmt::format("{}{}\n", margin, style.dim(line.note));
    return text;
}

std::string hazard_text(const PlanHazard& hazard, const Style& style) {
    const auto name = fmt::format("{} [{}]", hazard.severity, hazard.rule);
    auto text = fmt::format("{}{}\n{}  {}\n", margin,
                            hazard.severity == "error"     ? style.red(name)
                            : hazard.severity == "warning" ? style.yellow(name)
                                                           : style.cyan(name),
                            margin, wrapped(hazard.message, 84, "              "));
    std::size_t from = 0;
    while (from < hazard.instead.size()) {
        const auto end = std::min(hazard.instead.find('\n', from), hazard.instead.size());
        text += fmt::format("{}  {} {}\n", margin, style.dim("|"),
                            style.green(hazard.instead.substr(from, end - from)));
        from = end + 1;
    }
    return text;
}

/// `goes_on`: the line before stands for the same statement of the file.
std::string statement_text(const PlanLine& line, bool goes_on, bool notes, const Style& style) {
    std::string text;
    if (line.starts_segment)
        text += style.dim("    ---- commit ----\n");
    constexpr std::string_view outside = " (outside a transaction)";
    const auto sql = one_line(line.sql);
    text += fmt::format("  {} {}{}\n", action_text(line, style),
                        line.original_sql.empty() ? cut(sql, line.transactional ? 66 : 66 - outside.size())
                                                  : wrapped(sql, 86, margin),
                        line.transactional ? "" : style.yellow(outside));
    if (!line.original_sql.empty() && !goes_on)
        text += fmt::format("{}{}\n", margin, style.dim("for: " + cut(one_line(line.original_sql), 66)));
    if (!line.reason.empty())
        text +=
            fmt::format("  {:9} {}\n", "",
                        style.dim(fmt::format("{} {} {}", line.object_kind, line.object_name, line.reason)));
    if (!line.left_by.empty())
        text += fmt::format("  {:9} {}\n", "",
                            style.dim(fmt::format("it is as revision {} leaves it", line.left_by)));
    text += cost_text(line, style);
    for (const auto& hazard : line.hazards)
        if (notes || hazard.severity != "info")
            text += hazard_text(hazard, style);
    for (const auto& difference : line.differences)
        text += fmt::format("  {:9}   {}: {} -> {}\n", "", difference[0], style.red(difference[1]),
                            style.green(difference[2]));
    return text;
}

/// Dangers of that severity in the whole plan.
std::size_t dangers(const PlanView& plan, std::string_view severity) {
    std::size_t number = 0;
    for (const auto& step : plan.steps)
        for (const auto& line : step.statements)
            for (const auto& hazard : line.hazards)
                number += hazard.severity == severity ? 1 : 0;
    return number;
}

Json applied_value(const std::vector<AppliedLine>& applied, const std::vector<std::string>& heads) {
    auto list = Json::array();
    for (const auto& line : applied)
        list.push_back({{"revision", line.revision},
                        {"statements", line.statements},
                        {"skipped", line.skipped},
                        {"ms", line.milliseconds}});
    return Json{{"applied", list}, {"heads", heads}};
}

std::size_t total(const PlanView& plan, std::string_view action) {
    std::size_t number = 0;
    for (const auto& step : plan.steps)
        for (const auto& line : step.statements)
            number += line.action == action ? 1 : 0;
    return number;
}

} // namespace

std::string applied_text(const AppliedLine& line, const Style& style) {
    auto figures = count(line.statements, "statement");
    if (line.skipped > 0)
        figures += fmt::format(", {} skipped", line.skipped);
    return fmt::format("{}  {}  {}\n", style.green(line.revision), line.message,
                       style.dim(fmt::format("({}, {})", figures, duration(line.milliseconds))));
}

std::string applied_json(const std::vector<AppliedLine>& applied, const std::vector<std::string>& heads) {
    return applied_value(applied, heads).dump(2);
}

std::string failed_json(const std::vector<AppliedLine>& applied, const std::vector<std::string>& heads,
                        const std::string& error) {
    auto value = applied_value(applied, heads);
    value.update(Json::parse(error));
    return value.dump(2);
}

std::string size_text(long long bytes) {
    constexpr auto units = std::to_array<std::string_view>({"bytes", "kB", "MB", "GB", "TB"});
    auto size = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; size >= 1024 && unit + 1 < units.size(); ++unit)
        size /= 1024;
    return unit == 0 || size >= 10 ? fmt::format("{:.0f} {}", size, units.at(unit))
                                   : fmt::format("{:.1f} {}", size, units.at(unit));
}

std::string plan_text(const PlanView& plan, bool notes, const Style& style) {
    std::string text;
    for (const auto& line : plan.unfinished)
        if (std::ranges::find(plan.steps, line.revision, &PlanStep::revision) == plan.steps.end())
            text += style.yellow(unfinished_text(line)) + "\n";
    if (plan.steps.empty())
        return text + fmt::format("Nothing to do: the database is at {}.\n", joined(plan.from));
    for (const auto& step : plan.steps) {
        text += fmt::format("{}  {}{}\n", style.bold(step.revision), step.message,
                            step.one_transaction ? "" : style.yellow("  (several transactions)"));
        if (!step.note.empty())
            text += fmt::format("  {}\n", style.yellow(step.note));
        if (step.statements.empty())
            text += style.dim("  no statement\n");
        const PlanLine* before = nullptr;
        for (const auto& line : step.statements) {
            const bool goes_on =
                before != nullptr && before->original_sql == line.original_sql && before->line == line.line;
            text += statement_text(line, goes_on, notes, style);
            before = &line;
        }
    }
    const auto in_turn = total(plan, "decided in turn");
    text += fmt::format("\n{} {} -> {}: {}, {} to run, {} to skip, {}{}\n", plan.direction, joined(plan.from),
                        joined(plan.to), count(plan.steps.size(), "revision"), total(plan, "run"),
                        total(plan, "skip"), in_turn > 0 ? fmt::format("{} decided in turn, ", in_turn) : "",
                        count(total(plan, "conflict"), "conflict"));
    const auto errors = dangers(plan, "error"), warnings = dangers(plan, "warning"),
               infos = dangers(plan, "info");
    if (errors + warnings + infos == 0)
        return text;
    const auto error_count = count(errors, "error"), warning_count = count(warnings, "warning");
    text += fmt::format("hazards: {}, {}", errors > 0 ? style.red(error_count) : error_count,
                        warnings > 0 ? style.yellow(warning_count) : warning_count);
    if (infos > 0)
        text +=
            fmt::format(", {}{}", style.cyan(count(infos, "note")), notes ? "" : " (--verbose shows notes)");
    text += '\n';
    return text;
}

std::string plan_json(const PlanView& plan) {
    auto steps = Json::array();
    for (const auto& step : plan.steps) {
        auto statements = Json::array();
        for (const auto& line : step.statements) {
            Json one{{"sql", line.sql}, {"file", line.file}, {"line", line.line}, {"action", line.action}};
            if (!line.original_sql.empty())
                one["original_sql"] = line.original_sql;
            if (!line.object_name.empty())
                one["object"] = {{"kind", line.object_kind}, {"name", line.object_name}};
            if (!line.reason.empty())
                one["reason"] = line.reason;
            if (!line.left_by.empty())
                one["left_by"] = line.left_by;
            for (const auto& lock : line.locks)
                one["locks"].push_back({{"relation", lock.relation}, {"mode", lock.mode}, {"why", lock.why}});
            if (!line.work.empty())
                one["work"] = line.work;
            if (!line.relation.empty())
                one["table"] = {{"name", line.relation}, {"bytes", line.bytes}, {"rows", line.rows}};
            for (const auto& hazard : line.hazards)
                one["hazards"].push_back({{"rule", hazard.rule},
                                          {"severity", hazard.severity},
                                          {"message", hazard.message},
                                          {"suggestion", hazard.instead}});
            for (const auto& difference : line.differences)
                one["differences"].push_back(
                    {{"attribute", difference[0]}, {"existing", difference[1]}, {"wanted", difference[2]}});
            statements.push_back(std::move(one));
        }
        steps.push_back({{"revision", step.revision},
                         {"transaction", step.one_transaction},
                         {"statements", std::move(statements)}});
    }
    Json whole{{"direction", plan.direction}, {"from", plan.from}, {"to", plan.to}, {"steps", steps}};
    if (!plan.unfinished.empty())
        whole["unfinished"] = unfinished_json(plan.unfinished);
    if (!plan.warnings.empty())
        whole["warnings"] = plan.warnings;
    return whole.dump(2);
}

} // namespace pgmend::report
