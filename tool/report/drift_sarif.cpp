#include "base/sha256.hpp"
#include "base/version.hpp"
#include "report/drift.hpp"
#include "report/drift_entries.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::report {
namespace {

using Json = nlohmann::ordered_json;

// What GitHub's code scanning takes: of a run with more than 25,000 results it takes nothing, and it shows
// 5,000; a rule's name has at most 255 characters.
constexpr std::size_t most_results = 5000;
constexpr std::size_t longest_rule = 255;
/// A message is shown in a list; the definition of a long view is not for there.
constexpr std::size_t longest_message = 1000;

/// No half of a UTF-8 character at the end.
std::string shortened(std::string text, std::size_t bytes) {
    if (text.size() <= bytes)
        return text;
    auto end = bytes - 3;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end) + "…";
}

/// A relative URI: GitHub finds files by their path from the repository's root.
std::string uri(const std::string& file) {
    std::string text;
    for (const char c : file.starts_with("./") ? file.substr(2) : file) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("-._~/").find(c) != std::string_view::npos;
        text += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return text;
}

/// A result without a location makes GitHub refuse the whole file.
Json locations(const SourceLocation& place) {
    const auto file = place.file.empty() ? std::string("migrations") : place.file;
    return Json::array({Json{{"physicalLocation",
                              {{"artifactLocation", {{"uri", uri(file)}}},
                               {"region", {{"startLine", std::max(place.line, 1)}}}}}}});
}

Json rule_json(const DriftEntry& entry) {
    const bool is_check = entry.rule.starts_with("check/");
    const Json text{{"text", is_check ? "A check of the data has failed"
                                      : "The schema of the database differs from the expected schema"}};
    return {{"id", shortened(entry.rule, longest_rule)},
            {"shortDescription", {{"text", shortened(entry.rule, longest_rule)}}},
            {"fullDescription", text},
            {"help",
             {{"text",
               is_check ? "Run the query of the check to see the rows."
                        : "'pgmend repair' shows the SQL that removes the difference, and 'pgmend revision "
                          "--autogenerate' writes it to a revision."}}},
            {"properties", {{"tags", Json::array({is_check ? "data" : "schema"})}}}};
}

Json result_json(const DriftEntry& entry, std::size_t rule) {
    return {{"ruleId", shortened(entry.rule, longest_rule)},
            {"ruleIndex", rule},
            {"level", entry.level},
            {"message", {{"text", shortened(entry.text, longest_message)}}},
            {"locations", locations(entry.location)},
            {"partialFingerprints",
             {{"object/v1", entry.rule + " " + entry.identity},
              {"primaryLocationLineHash", sha256(entry.rule + " " + entry.identity).substr(0, 16) + ":1"}}}};
}

/// The gravest first where not all have room.
std::vector<DriftEntry> chosen(std::vector<DriftEntry> all) {
    if (all.size() <= most_results)
        return all;
    const auto rank = [](const DriftEntry& entry) {
        return entry.level == "error" ? 0 : entry.level == "warning" ? 1 : 2;
    };
    std::ranges::stable_sort(all, {}, rank);
    all.resize(most_results);
    return all;
}

} // namespace

std::string drift_sarif(const DriftReport& report) {
    auto results = Json::array(), rules = Json::array(), notifications = Json::array();
    std::map<std::string, std::size_t> known;
    auto all = drift_entries(report);
    const auto found = all.size();
    for (const auto& entry : chosen(std::move(all))) {
        const auto [rule, is_new] = known.emplace(entry.rule, known.size());
        if (is_new)
            rules.push_back(rule_json(entry));
        results.push_back(result_json(entry, rule->second));
    }
    for (const auto& reason : report.could_not_tell)
        notifications.push_back({{"level", "error"}, {"message", {{"text", reason}}}});
    if (found > most_results)
        notifications.push_back(
            {{"level", "warning"},
             {"message", {{"text", fmt::format("{} more results are left out", found - most_results)}}}});
    Json invocation{{"executionSuccessful", report.could_not_tell.empty()},
                    {"toolExecutionNotifications", notifications}};
    if (report.origin) {
        invocation["endTimeUtc"] = report.origin->time;
        invocation["properties"] = {{"database", report.origin->database},
                                    {"server", report.origin->server},
                                    {"server_version", report.origin->server_version},
                                    {"revisions", report.origin->revisions}};
    }
    const Json driver{{"name", "pgmend"}, {"version", std::string(version())}, {"rules", rules}};
    const Json run{
        {"tool", {{"driver", driver}}}, {"invocations", Json::array({invocation})}, {"results", results}};
    return Json{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                {"version", "2.1.0"},
                {"runs", Json::array({run})}}
               .dump(2, ' ', false, Json::error_handler_t::replace) +
           "\n";
}

} // namespace pgmend::report
