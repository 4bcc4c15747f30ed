#include "report/drift.hpp"

#include "base/version.hpp"
#include "report/escape.hpp"

#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>

namespace pgmend::report {
namespace {

using Json = nlohmann::ordered_json;
using schema::Severity;

std::string dumped(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

const char* sarif_level(Severity severity) {
    return severity == Severity::breaking ? "error" : severity == Severity::cosmetic ? "note" : "warning";
}

std::string_view status_word(CheckResult::Status status) {
    using enum CheckResult::Status;
    return status == pass ? "pass" : status == fail ? "fail" : "error";
}

Json sarif_location(const SourceLocation& location) {
    Json physical{{"artifactLocation", {{"uri", location.file}}}};
    if (location.line > 0)
        physical["region"] = {{"startLine", location.line}};
    return Json::array({Json{{"physicalLocation", physical}}});
}

/// What SARIF and the annotations show alike: schema findings and failed checks.
struct Entry {
    std::string rule;
    std::string level; ///< error, warning, note
    std::string text;
    std::string object;
    SourceLocation location;
};

std::vector<Entry> entries(const DriftReport& report) {
    std::vector<Entry> all;
    for (const auto& finding : report.diff.findings)
        all.push_back({.rule = rule_id(finding),
                       .level = sarif_level(finding.severity),
                       .text = sentence(finding),
                       .object = display(finding.object),
                       .location = definition_of(report, finding)});
    for (const auto& result : report.checks)
        if (result.status == CheckResult::Status::fail)
            all.push_back({.rule = "check/" + result.name,
                           .level = result.severity == "warning" ? "warning" : "error",
                           .text = fmt::format("{} ({})", result.message, count(result.rows, "row")),
                           .object = result.name,
                           .location = {.file = result.file, .line = 1}});
    return all;
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
                object[result.columns[i]] = row[i];
            sample.push_back(std::move(object));
        }
        checks.push_back({{"name", result.name},
                          {"status", status_word(result.status)},
                          {"severity", result.severity},
                          {"message", result.message},
                          {"rows", result.rows},
                          {"sample", std::move(sample)}});
    }
    return dumped({{"expected", report.expected},
                   {"actual", report.actual},
                   {"drift", drift},
                   {"checks", checks},
                   {"accepted", report.accepted},
                   {"equivalent", report.same_meaning},
                   {"undetermined", report.could_not_tell},
                   {"warnings", report.warnings}});
}

std::string drift_sarif(const DriftReport& report) {
    auto results = Json::array(), rules = Json::array();
    std::map<std::string, std::size_t> known;
    for (const auto& entry : entries(report)) {
        const auto [rule, is_new] = known.emplace(entry.rule, known.size());
        if (is_new)
            rules.push_back({{"id", entry.rule}, {"shortDescription", {{"text", entry.rule}}}});
        Json result{{"ruleId", entry.rule},
                    {"ruleIndex", rule->second},
                    {"level", entry.level},
                    {"message", {{"text", entry.text}}},
                    {"partialFingerprints", {{"object/v1", entry.rule + " " + entry.object}}}};
        if (!entry.location.file.empty())
            result["locations"] = sarif_location(entry.location);
        results.push_back(std::move(result));
    }
    auto notifications = Json::array();
    for (const auto& reason : report.could_not_tell)
        notifications.push_back({{"level", "error"}, {"message", {{"text", reason}}}});
    const Json driver{{"name", "pgmend"}, {"version", std::string(version())}, {"rules", rules}};
    const Json invocation{{"executionSuccessful", report.could_not_tell.empty()},
                          {"toolExecutionNotifications", notifications}};
    return dumped({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                   {"version", "2.1.0"},
                   {"runs", Json::array({Json{{"tool", {{"driver", driver}}},
                                              {"invocations", Json::array({invocation})},
                                              {"results", results}}})}});
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
        text +=
            fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"0\" "
                        "time=\"0\">\n{}  </testsuite>\n",
                        suite, tests, failures, errors, body);
    }
    return text + "</testsuites>\n";
}

std::string drift_github(const DriftReport& report) {
    std::string text;
    for (const auto& entry : entries(report)) {
        auto properties = fmt::format("title={}", github_escaped(entry.rule, true));
        if (!entry.location.file.empty())
            properties = fmt::format("file={},line={},{}", github_escaped(entry.location.file, true),
                                     std::max(entry.location.line, 1), properties);
        text += fmt::format("::{} {}::{}\n", entry.level == "note" ? "notice" : entry.level, properties,
                            github_escaped(entry.text, false));
    }
    for (const auto& reason : report.could_not_tell)
        text += fmt::format("::error title=undetermined::{}\n", github_escaped(reason, false));
    return text;
}

std::string drift_markdown(const DriftReport& report) {
    std::string text =
        fmt::format("## Schema drift\n\nExpected: {}. Actual: {}.\n\n", report.expected, report.actual);
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
