#include "base/sha256.hpp"
#include "base/version.hpp"
#include "report/escape.hpp"
#include "report/lint.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::report {
namespace {

using Json = nlohmann::ordered_json;
using lint::Finding;
using lint::Severity;

std::string dumped(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string sentence(const Finding& finding) {
    return finding.instead.empty() ? finding.message
                                   : fmt::format("{}\n\nSuggestion:\n{}", finding.message, finding.instead);
}

const char* sarif_level(Severity severity) {
    return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

/// "the lock of line 12" stands elsewhere when the file grows: the text without such numbers.
std::string without_lines(std::string text) {
    constexpr std::string_view word = "line ";
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + word.size()))
        while (at + word.size() < text.size() && text[at + word.size()] >= '0' &&
               text[at + word.size()] <= '9')
            text.erase(at + word.size(), 1);
    return text;
}

/// The same as long as rule, file and statement stay what they are, wherever the statement stands.
std::string fingerprint(const Finding& finding) {
    return sha256(fmt::format("{}\x1f{}\x1f{}\x1f{}", finding.rule, finding.location.file, finding.sql,
                              without_lines(finding.message)));
}

std::size_t rule_index(const std::string& id) {
    return static_cast<std::size_t>(lint::find_rule(id) - lint::rules().data());
}

} // namespace

std::string lint_json(const std::vector<Finding>& findings, std::size_t files) {
    auto list = Json::array();
    for (const auto& finding : findings)
        list.push_back({{"rule", finding.rule},
                        {"severity", lint::to_string(finding.severity)},
                        {"message", finding.message},
                        {"suggestion", finding.instead},
                        {"file", finding.location.file},
                        {"line", finding.location.line},
                        {"column", finding.location.column},
                        {"sql", finding.sql}});
    return dumped({{"findings", list}, {"files", files}});
}

std::string lint_sarif(const std::vector<Finding>& findings) {
    auto results = Json::array(), rules = Json::array();
    for (const auto& rule : lint::rules())
        rules.push_back({{"id", rule.id},
                         {"shortDescription", {{"text", rule.summary}}},
                         {"defaultConfiguration", {{"level", sarif_level(rule.severity)}}}});
    for (const auto& finding : findings) {
        const Json region{{"startLine", finding.location.line}, {"startColumn", finding.location.column}};
        const Json physical{{"artifactLocation", {{"uri", finding.location.file}}}, {"region", region}};
        results.push_back({{"ruleId", finding.rule},
                           {"ruleIndex", rule_index(finding.rule)},
                           {"level", sarif_level(finding.severity)},
                           {"message", {{"text", sentence(finding)}}},
                           {"locations", Json::array({Json{{"physicalLocation", physical}}})},
                           {"partialFingerprints", {{"statement/v1", fingerprint(finding)}}}});
    }
    const Json driver{{"name", "pgmend"}, {"version", std::string(version())}, {"rules", rules}};
    return dumped({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                   {"version", "2.1.0"},
                   {"runs", Json::array({Json{{"tool", {{"driver", driver}}},
                                              {"columnKind", "unicodeCodePoints"},
                                              {"results", results}}})}});
}

std::string lint_github(const std::vector<Finding>& findings) {
    std::string text;
    for (const auto& finding : findings) {
        const auto* level = finding.severity == Severity::error     ? "error"
                            : finding.severity == Severity::warning ? "warning"
                                                                    : "notice";
        text += fmt::format("::{} file={},line={},col={},title={}::{}\n", level,
                            github_escaped(finding.location.file, true), finding.location.line,
                            finding.location.column, github_escaped(finding.rule, true),
                            github_escaped(sentence(finding), false));
    }
    return text;
}

std::string lint_gitlab(const std::vector<Finding>& findings) {
    auto list = Json::array();
    for (const auto& finding : findings)
        list.push_back(
            {{"description", finding.message},
             {"check_name", finding.rule},
             {"fingerprint", fingerprint(finding)},
             {"severity", finding.severity == Severity::error     ? "critical"
                          : finding.severity == Severity::warning ? "major"
                                                                  : "info"},
             {"location", {{"path", finding.location.file}, {"lines", {{"begin", finding.location.line}}}}}});
    return dumped(list);
}

std::string rules_json() {
    auto list = Json::array();
    for (const auto& rule : lint::rules())
        list.push_back(
            {{"id", rule.id}, {"severity", lint::to_string(rule.severity)}, {"summary", rule.summary}});
    return dumped({{"rules", list}});
}

} // namespace pgmend::report
