#include "report/drift.hpp"

#include "base/version.hpp"
#include "report/drift_entries.hpp"
#include "report/escape.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::report {
namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string_view status_word(CheckResult::Status status) {
    using enum CheckResult::Status;
    return status == pass ? "pass" : status == fail ? "fail" : "error";
}

std::string xml(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '&')
            escaped += "&amp;";
        else if (c == '<')
            escaped += "&lt;";
        else if (c == '>')
            escaped += "&gt;";
        else if (c == '"')
            escaped += "&quot;";
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
            escaped += c;
    }
    return escaped;
}

/// One test case of a JUnit suite; an empty problem is a pass.
struct Case {
    std::string suite;
    std::string name;
    std::string element; ///< failure or error
    std::string problem;
};

std::vector<Case> cases(const DriftReport& report) {
    std::vector<Case> all;
    for (const auto& finding : report.diff.findings)
        all.push_back(
            {"schema", rule_id(finding) + " " + display(finding.object), "failure", sentence(finding)});
    for (const auto& reason : report.could_not_tell)
        all.push_back({"schema", "undetermined", "error", reason});
    if (all.empty())
        all.push_back({"schema", "no drift", "", ""});
    for (const auto& result : report.checks) {
        using enum CheckResult::Status;
        all.push_back({"checks", result.name, result.status == error ? "error" : "failure",
                       result.status == pass ? "" : result.message});
    }
    return all;
}

Json origin_json(const Origin& origin) {
    return {
        {"database", origin.database},   {"server", origin.server}, {"server_version", origin.server_version},
        {"revisions", origin.revisions}, {"time", origin.time},     {"pgmend", version()}};
}

std::string junit_properties(const Origin& origin) {
    std::string text = "    <properties>\n";
    const auto properties = origin_json(origin);
    for (const auto& [name, value] : properties.items())
        text += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name,
                            xml(value.is_string() ? value.get<std::string>() : value.dump()));
    return text + "    </properties>\n";
}

std::string cell(std::string text) {
    std::string safe;
    for (const char c : text)
        safe += c == '|' ? std::string("\\|") : c == '\n' ? std::string("<br>") : std::string(1, c);
    return safe;
}

} // namespace

std::string drift_json(const DriftReport& report) {
    auto drift = Json::array(), checks = Json::array();
    for (const auto& finding : report.diff.findings) {
        Json one{{"kind", schema::to_string(finding.object.kind)},
                 {"object", display(finding.object)},
                 {"change", to_string(finding.change)},
                 {"severity", to_string(finding.severity)},
                 {"rule", rule_id(finding)}};
        if (!finding.attribute.empty()) {
            one["attribute"] = finding.attribute;
            one["expected"] = finding.expected ? Json(*finding.expected) : Json();
            one["actual"] = finding.actual ? Json(*finding.actual) : Json();
        }
        if (finding.rename_of)
            one["rename_of"] = display(*finding.rename_of);
        if (const auto place = definition_of(report, finding); !place.file.empty()) {
            one["file"] = place.file;
            one["line"] = place.line;
        }
        drift.push_back(std::move(one));
    }
    for (const auto& result : report.checks) {
        auto sample = Json::array();
        for (const auto& row : result.sample) {
            Json object;
            for (std::size_t i = 0; i < row.size(); ++i)
                object[result.columns[i]] = row[i] ? Json(*row[i]) : Json();
            sample.push_back(std::move(object));
        }
        checks.push_back({{"name", result.name},
                          {"status", status_word(result.status)},
                          {"severity", result.severity},
                          {"message", result.message},
                          {"rows", result.rows},
                          {"sample", std::move(sample)}});
    }
    Json document{{"expected", report.expected}, {"actual", report.actual}};
    if (report.origin)
        document["checked"] = origin_json(*report.origin);
    document.update(Json{{"drift", drift},
                         {"checks", checks},
                         {"accepted", report.accepted},
                         {"equivalent", report.same_meaning},
                         {"undetermined", report.could_not_tell},
                         {"warnings", report.warnings}});
    return dumped(document);
}

std::string drift_junit(const DriftReport& report) {
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"pgmend\">\n";
    const auto all = cases(report);
    for (const std::string suite : {"schema", "checks"}) {
        std::size_t tests = 0, failures = 0, errors = 0;
        std::string body;
        for (const auto& one : all) {
            if (one.suite != suite)
                continue;
            ++tests;
            const bool bad = !one.problem.empty();
            failures += bad && one.element == "failure" ? 1 : 0;
            errors += bad && one.element == "error" ? 1 : 0;
            body +=
                fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"0\"", suite, xml(one.name));
            body += bad ? fmt::format("><{0} message=\"{1}\">{1}</{0}></testcase>\n", one.element,
                                      xml(one.problem))
                        : "/>\n";
        }
        text += fmt::format(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"0\" "
            "time=\"0\">\n{}{}  </testsuite>\n",
            suite, tests, failures, errors, report.origin ? junit_properties(*report.origin) : "", body);
    }
    return text + "</testsuites>\n";
}

std::string drift_github(const DriftReport& report) {
    std::string text;
    for (const auto& entry : drift_entries(report)) {
        auto properties = fmt::format("title={}", github_escaped(entry.rule, true));
        if (!entry.location.file.empty())
            properties = fmt::format("file={},line={},{}", github_escaped(entry.location.file, true),
                                     std::max(entry.location.line, 1), properties);
        text += fmt::format("::{} {}::{}\n", entry.level == "note" ? "notice" : entry.level, properties,
                            github_escaped(entry.text, false));
    }
    for (const auto& reason : report.could_not_tell)
        text += fmt::format("::error title=undetermined::{}\n", github_escaped(reason, false));
    return report.origin ? text + origin_text(*report.origin) + "\n" : text; // no annotation, only in the log
}

std::string drift_markdown(const DriftReport& report) {
    std::string text =
        fmt::format("## Schema drift\n\nExpected: {}. Actual: {}.\n\n", report.expected, report.actual);
    if (report.origin)
        text += cell(origin_text(*report.origin)) + ".\n\n";
    if (const auto failed = failed_checks(report); failed > 0)
        text += fmt::format("**{} of {} failed.**\n\n", failed, count(report.checks.size(), "check"));
    if (report.diff.findings.empty())
        text += report.could_not_tell.empty() ? "No drift.\n" : "";
    else
        text += "| severity | object | change | expected | actual |\n|---|---|---|---|---|\n";
    for (const auto& finding : report.diff.findings)
        text += fmt::format("| {} | {} `{}` | {} {} | {} | {} |\n", to_string(finding.severity),
                            schema::to_string(finding.object.kind), cell(display(finding.object)),
                            to_string(finding.change), finding.attribute, cell(finding.expected.value_or("")),
                            cell(finding.actual.value_or("")));
    if (!report.checks.empty())
        text += "\n| check | status | rows | |\n|---|---|---|---|\n";
    for (const auto& result : report.checks)
        text += fmt::format("| {} | {} | {} | {} |\n", result.name, status_word(result.status), result.rows,
                            result.status == CheckResult::Status::pass ? "" : cell(result.message));
    for (const auto& reason : report.could_not_tell)
        text += fmt::format("\n"
                            "**Undetermined:** {}\n",
                            reason);
    return text;
}

} // namespace pgmend::report
