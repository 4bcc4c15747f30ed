#include "report/migration.hpp"

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
    const auto word = fit(line.action, 9);
    if (line.action == "run")
        return style.green(word);
    if (line.action == "skip")
        return style.dim(word);
    return line.action == "conflict" ? style.red(word) : style.yellow(word);
}

std::string statement_text(const PlanLine& line, const Style& style) {
    std::string text;
    if (line.starts_segment)
        text += style.dim("    ---- commit ----\n");
    constexpr std::string_view outside = " (outside a transaction)";
    text += fmt::format("  {} {}{}\n", action_text(line, style),
                        cut(one_line(line.sql), line.transactional ? 66 : 66 - outside.size()),
                        line.transactional ? "" : style.yellow(outside));
    if (!line.reason.empty())
        text +=
            fmt::format("  {:9} {}\n", "",
                        style.dim(fmt::format("{} {} {}", line.object_kind, line.object_name, line.reason)));
    for (const auto& difference : line.differences)
        text += fmt::format("  {:9}   {}: {} -> {}\n", "", difference[0], style.red(difference[1]),
                            style.green(difference[2]));
    return text;
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
    auto list = Json::array();
    for (const auto& line : applied)
        list.push_back({{"revision", line.revision},
                        {"statements", line.statements},
                        {"skipped", line.skipped},
                        {"ms", line.milliseconds}});
    return Json{{"applied", list}, {"heads", heads}}.dump(2);
}

std::string plan_text(const PlanView& plan, const Style& style) {
    if (plan.steps.empty())
        return fmt::format("Nothing to do: the database is at {}.\n", joined(plan.from));
    std::string text;
    for (const auto& step : plan.steps) {
        text += fmt::format("{}  {}{}\n", style.bold(step.revision), step.message,
                            step.one_transaction ? "" : style.yellow("  (several transactions)"));
        if (step.statements.empty())
            text += style.dim("  no statement\n");
        for (const auto& line : step.statements)
            text += statement_text(line, style);
    }
    return text + fmt::format("\n{} {} -> {}: {}, {} to run, {} to skip, {}\n", plan.direction,
                              joined(plan.from), joined(plan.to), count(plan.steps.size(), "revision"),
                              total(plan, "run"), total(plan, "skip"),
                              count(total(plan, "conflict"), "conflict"));
}

std::string plan_json(const PlanView& plan) {
    auto steps = Json::array();
    for (const auto& step : plan.steps) {
        auto statements = Json::array();
        for (const auto& line : step.statements) {
            Json one{{"sql", line.sql}, {"file", line.file}, {"line", line.line}, {"action", line.action}};
            if (!line.object_name.empty())
                one["object"] = {{"kind", line.object_kind}, {"name", line.object_name}};
            if (!line.reason.empty())
                one["reason"] = line.reason;
            for (const auto& difference : line.differences)
                one["differences"].push_back(
                    {{"attribute", difference[0]}, {"existing", difference[1]}, {"wanted", difference[2]}});
            statements.push_back(std::move(one));
        }
        steps.push_back({{"revision", step.revision},
                         {"transaction", step.one_transaction},
                         {"statements", std::move(statements)}});
    }
    return Json{{"direction", plan.direction}, {"from", plan.from}, {"to", plan.to}, {"steps", steps}}.dump(
        2);
}

} // namespace pgmend::report
