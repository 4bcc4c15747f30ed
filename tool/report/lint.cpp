#include "report/lint.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::report {
namespace {

using lint::Finding;
using lint::Severity;

constexpr std::size_t max_lines = 4;

std::string painted(Severity severity, std::string_view text, const Style& style) {
    return severity == Severity::error     ? style.red(text)
           : severity == Severity::warning ? style.yellow(text)
                                           : style.cyan(text);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t from = 0;
    while (from <= text.size()) {
        const auto end = std::min(text.find('\n', from), text.size());
        lines.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}

/// The statement with its line numbers, and carets under its first line.
std::string excerpt(const Finding& finding, const Style& style) {
    const auto lines = lines_of(finding.sql);
    const auto shown = std::min(lines.size(), max_lines);
    const auto margin = fmt::format("{}", finding.location.line + static_cast<int>(shown)).size();
    std::string text;
    for (std::size_t i = 0; i < shown; ++i) {
        const auto line = i + 1 == shown && shown < lines.size() ? std::string("…") : lines[i];
        text += fmt::format(
            "{} {}\n",
            style.dim(fmt::format("{:>{}} |", finding.location.line + static_cast<int>(i), margin)),
            cut(line, text_columns - margin - 3));
        if (i == 0)
            text += fmt::format("{} {}\n", style.dim(fmt::format("{:>{}} |", "", margin)),
                                painted(finding.severity,
                                        std::string(std::min(width(line), text_columns - margin - 3), '^'),
                                        style));
    }
    return text;
}

std::string indented(const std::string& text, std::string_view indent) {
    std::string result;
    for (const auto& line : lines_of(text))
        result += fmt::format("{}{}\n", indent, line);
    return result;
}

std::size_t total(const std::vector<Finding>& findings, Severity severity) {
    return static_cast<std::size_t>(std::ranges::count(findings, severity, &Finding::severity));
}

} // namespace

std::string lint_text(const std::vector<Finding>& findings, std::size_t files, const Style& style) {
    std::string text;
    for (const auto& finding : findings) {
        text += fmt::format("{}: {} {}\n", style.bold(to_string(finding.location)),
                            painted(finding.severity, to_string(finding.severity), style),
                            style.dim(fmt::format("[{}]", finding.rule)));
        text += excerpt(finding, style);
        text += fmt::format("  {}\n", wrapped(finding.message, text_columns - 2, "  "));
        if (!finding.instead.empty())
            text += fmt::format("  {}\n{}", style.dim("suggestion:"),
                                style.green(indented(finding.instead, "    ")));
        text += '\n';
    }
    const auto checked = count(files, "file");
    if (findings.empty())
        return fmt::format("No hazards in {}.\n", checked);
    return text + fmt::format("{} in {}: {}, {}, {} for information\n", count(findings.size(), "finding"),
                              checked, count(total(findings, Severity::error), "error"),
                              count(total(findings, Severity::warning), "warning"),
                              total(findings, Severity::info));
}

std::string rules_text(const Style& style) {
    std::string text;
    for (const auto& rule : lint::rules())
        text += fmt::format("{} {} {}\n", fit(rule.id, 29),
                            painted(rule.severity, fit(to_string(rule.severity), 8), style), rule.summary);
    return text;
}

} // namespace pgmend::report
