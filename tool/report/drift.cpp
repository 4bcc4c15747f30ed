#include "report/drift.hpp"

#include "base/version.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::report {
namespace {

using schema::Change;
using schema::Finding;

std::string kind_words(const schema::ObjectId& id) {
    std::string words(schema::to_string(id.kind));
    for (auto& c : words)
        c = c == '_' ? ' ' : c;
    return words;
}

std::string shown(const std::optional<std::string>& value) {
    return value ? *value : "(default)";
}

/// The first part of the name under which findings are grouped: the table, else the object itself.
std::string group_of(const schema::ObjectId& id) {
    if (id.parent.empty())
        return fmt::format("{} {}", kind_words(id), display(id));
    return fmt::format("in {}.{}", id.schema, id.parent);
}

std::string indented_lines(const std::string& text, std::string_view mark) {
    std::string lines;
    for (std::size_t start = 0; start <= text.size();) {
        const auto end = std::min(text.find('\n', start), text.size());
        lines += fmt::format("      {} {}\n", mark, text.substr(start, end - start));
        start = end + 1;
    }
    return lines;
}

std::string finding_text(const Finding& finding, const Style& style) {
    const auto severity = style.dim(fmt::format("[{}]", to_string(finding.severity)));
    const auto name = fmt::format("{} {}", kind_words(finding.object), display(finding.object));
    if (finding.change == Change::missing)
        return fmt::format("  {} {} is missing {}\n", style.red("-"), name, severity);
    if (finding.change == Change::unexpected) {
        const auto renamed = finding.rename_of
                                 ? fmt::format(", maybe renamed from {}", display(*finding.rename_of))
                                 : std::string();
        return fmt::format("  {} {} is unexpected{} {}\n", style.green("+"), name, renamed, severity);
    }
    auto text = fmt::format("  {} {}: {} differs {}\n", style.yellow("~"), name, finding.attribute, severity);
    return text + style.red(indented_lines(shown(finding.expected), "expected")) +
           style.green(indented_lines(shown(finding.actual), "actual  "));
}

std::string check_text(const CheckResult& result, const Style& style) {
    using enum CheckResult::Status;
    if (result.status == pass)
        return fmt::format("  {} {}\n", style.green("pass"), result.name);
    if (result.status == error)
        return fmt::format("  {} {}: {}\n", style.yellow("undetermined"), result.name, result.message);
    auto text = fmt::format("  {} {}: {} ({})\n", style.red("fail"), result.name, result.message,
                            count(result.rows, "row"));
    for (const auto& row : result.sample) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += fmt::format("{}{}={}", i == 0 ? "" : ", ", result.columns[i], row[i].value_or("NULL"));
        text += fmt::format("       {}\n", style.dim(line));
    }
    return text;
}

std::string summary(const DriftReport& report, const Style& style) {
    std::string text;
    if (report.diff.findings.empty() && !report.could_not_tell.empty())
        text = style.yellow(fmt::format("Could not determine whether {} and {} have the same schema.",
                                        report.actual, report.expected));
    else if (report.diff.findings.empty())
        text = style.green(
            fmt::format("No drift: {} and {} have the same schema.", report.actual, report.expected));
    else
        text = style.red(fmt::format("Drift: {} between {} and {}.",
                                     count(report.diff.findings.size(), "difference"), report.expected,
                                     report.actual));
    if (!report.same_meaning.empty())
        text += fmt::format(" {} written differently but equivalent.",
                            count(report.same_meaning.size(), "definition"));
    if (!report.accepted.empty())
        text += fmt::format(" {} accepted by rules or the baseline.", report.accepted.size());
    if (!report.checks.empty())
        text += fmt::format(" {} of {} failed.", failed_checks(report), count(report.checks.size(), "check"));
    text += "\n";
    return report.origin ? text + style.dim(origin_text(*report.origin)) + "\n" : text;
}

} // namespace

std::string rule_id(const Finding& finding) {
    auto id = fmt::format("schema/{}-{}", schema::to_string(finding.object.kind), to_string(finding.change));
    for (auto& c : id)
        c = c == '_' ? '-' : c;
    return id;
}

std::string sentence(const Finding& finding) {
    const auto name = fmt::format("{} {}", kind_words(finding.object), display(finding.object));
    if (finding.change == Change::missing)
        return name + " is missing";
    if (finding.change == Change::unexpected)
        return finding.rename_of
                   ? fmt::format("{} is unexpected; maybe renamed from {}", name, display(*finding.rename_of))
                   : name + " is unexpected";
    return fmt::format("{}: {} is {} instead of {}", name, finding.attribute, shown(finding.actual),
                       shown(finding.expected));
}

SourceLocation definition_of(const DriftReport& report, const Finding& finding) {
    const auto place = report.defined_at ? report.defined_at(finding) : SourceLocation{};
    return place.file.empty() ? report.elsewhere : place;
}

std::string origin_text(const Origin& origin) {
    return fmt::format("Database {} on {}, server version {}, {}; {}, pgmend {}", origin.database,
                       origin.server, origin.server_version,
                       origin.revisions.empty()
                           ? "no revision"
                           : fmt::format("revision {}", fmt::join(origin.revisions, " ")),
                       origin.time, version());
}

std::size_t failed_checks(const DriftReport& report) {
    return static_cast<std::size_t>(
        std::ranges::count(report.checks, CheckResult::Status::fail, &CheckResult::status));
}

std::string drift_text(const DriftReport& report, const Style& style) {
    std::string text, group;
    for (const auto& finding : report.diff.findings) {
        if (auto now = group_of(finding.object); now != group) {
            group = std::move(now);
            text += style.bold(group) + "\n";
        }
        text += finding_text(finding, style);
    }
    if (!report.checks.empty())
        text += style.bold("checks") + "\n";
    for (const auto& result : report.checks)
        text += check_text(result, style);
    for (const auto& reason : report.could_not_tell)
        text += fmt::format("{} {}\n", style.yellow("undetermined:"), reason);
    return text + (text.empty() ? "" : "\n") + summary(report, style);
}

} // namespace pgmend::report
