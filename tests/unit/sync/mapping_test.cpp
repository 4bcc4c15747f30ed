#include "sync/mapping.hpp"

#include <catch2/catch.hpp>

using namespace pgmend::sync;

namespace {

std::variant<Issue, Reject> map(const std::string& text, const MappingOptions& options = {},
                                std::optional<std::vector<std::string>> changelog = std::nullopt,
                                bool incremental = false) {
    json::Document document;
    return map_issue({.text = text, .changelog = std::move(changelog), .incremental = incremental}, options,
                     document);
}

Issue good(const std::string& members, const MappingOptions& options = {},
           std::optional<std::vector<std::string>> changelog = std::nullopt, bool incremental = false) {
    const auto result = map(R"({"id":"1","key":"T-1","createdAt":"2024-01-01T00:00:00Z")" + members + "}",
                            options, std::move(changelog), incremental);
    if (const auto* reject = std::get_if<Reject>(&result))
        throw std::runtime_error(reject->reason);
    return std::get<Issue>(result);
}

std::string reject(const std::string& text, const MappingOptions& options = {}) {
    const auto result = map(text, options);
    const auto* refused = std::get_if<Reject>(&result);
    return refused != nullptr ? refused->kind + ": " + refused->reason : "taken";
}

const std::string open_status = R"(,"status":{"key":"open","display":"Open"})";

std::string change(const std::string& id, const std::string& at, const std::string& from,
                   const std::string& to) {
    return R"({"id":")" + id + R"(","updatedAt":")" + at +
           R"(","fields":[{"field":{"id":"status"},"from":{"display":")" + from + R"("},"to":{"key":")" + to +
           R"("}}]})";
}

Timestamp at(const std::string& text) {
    return *parse_timestamp(text);
}

} // namespace

TEST_CASE("the columns of an issue come from its fields") {
    const auto issue =
        good(open_status +
             R"(,"summary":"s","description":"d","createdBy":{"display":"A"},"assignee":{"display":"B"},
        "businessClient":[{"display":"C"},"D",{"key":"e"}],"1--team":"T","1--prodteam":{"display":"P"},
        "1--profitForecast":12.50,"updatedAt":"2024-02-02T00:00:00+0100","links":[{"a":1}],"extra":{"ключ":1.10})");
    CHECK(issue.status == "Open");
    CHECK(issue.author == "A");
    CHECK(issue.assignee == "B");
    CHECK(issue.client == "C, D, e");
    CHECK(issue.team == "T");
    CHECK(issue.prodteam == "P");
    CHECK(issue.profit_forecast == "12.50");
    CHECK(issue.updated == at("2024-02-01T23:00:00Z"));
    CHECK(issue.links == R"([{"a":1}])");
    CHECK_THAT(issue.full_data, Catch::Contains(R"("extra":{"ключ":1.10})"));
}

TEST_CASE("a summary is cut between characters, not bytes") {
    std::string summary;
    for (int i = 0; i < 600; ++i)
        summary += "ж";
    const auto issue = good(open_status + ",\"summary\":\"" + summary + "\"");
    CHECK(issue.summary->size() == 1000);
    CHECK(first_characters("añ😀b", 3) == "añ😀");
}

TEST_CASE("of several team keys the preferred one that has a value counts") {
    const auto members = open_status + R"(,"a--team":"","b--team":"B","c--team":"C")";
    CHECK(good(members).team == "B");
    CHECK(good(members, {.team_keys = {"c--team"}}).team == "C");
    CHECK(good(members, {.team_keys = {"a--team", "c--team"}}).team == "C");
    CHECK_FALSE(good(open_status + R"(,"a--team":"")").team);
}

TEST_CASE("an issue without changes has one interval, from its creation on") {
    const auto issue = good(open_status + R"(,"changelog":[])");
    CHECK(issue.history == std::vector<HistoryRow>{{.status = "Open", .start = at("2024-01-01T00:00:00Z")}});
    CHECK(issue.mode == HistoryMode::replace);
    CHECK_FALSE(issue.last_changelog_id);
    CHECK(good(open_status).mode == HistoryMode::keep);
}

TEST_CASE("changes make intervals that follow each other and never end before they start") {
    const auto issue =
        good(open_status + R"(,"changelog":[)" + change("c2", "2024-01-03T00:00:00Z", "Doing", "done") + "," +
             change("c1", "2024-01-02T00:00:00Z", "New", "Doing") + "," +
             change("c3", "2023-01-01T00:00:00Z", "x", "Early") + "," + R"({"id":"c4","fields":[]}])");
    CHECK(issue.last_changelog_id == "c4");
    const auto created = at("2024-01-01T00:00:00Z"), second = at("2024-01-02T00:00:00Z"),
               third = at("2024-01-03T00:00:00Z");
    CHECK(issue.history == std::vector<HistoryRow>{{.status = "x", .start = created, .end = created},
                                                   {.status = "Early", .start = created, .end = second},
                                                   {.status = "Doing", .start = second, .end = third},
                                                   {.status = "done", .start = third}});
    CHECK(issue.full_data.find("changelog") == std::string::npos);
}

TEST_CASE("pages of a changelog are joined, and further entries extend what is there") {
    const std::vector<std::string> pages{"[" + change("c1", "2024-01-02T00:00:00Z", "New", "A") + "]",
                                         "[" + change("c2", "2024-01-03T00:00:00Z", "A", "B") + "]"};
    CHECK(good(open_status, {}, pages).history.size() == 3);
    const auto more = good(open_status, {}, pages, true);
    CHECK(more.mode == HistoryMode::extend);
    CHECK(more.history ==
          std::vector<HistoryRow>{
              {.status = "A", .start = at("2024-01-02T00:00:00Z"), .end = at("2024-01-03T00:00:00Z")},
              {.status = "B", .start = at("2024-01-03T00:00:00Z")}});
    CHECK(good(open_status, {}, std::vector<std::string>{"[]"}, true).history.empty());
}

TEST_CASE("what cannot be taken is refused with its kind and its reason") {
    const std::string ids = R"("id":"1","key":"T-1","createdAt":"2024-01-01T00:00:00Z")";
    CHECK_THAT(reject("{"), Catch::StartsWith("json: "));
    CHECK(reject("[1]") == "type: not an object");
    CHECK(reject(R"({"key":"T-1"})") == "missing: id is missing");
    CHECK(reject(R"({"id":"","key":"T-1"})") == "missing: id is missing");
    CHECK(reject(R"({"id":"1"})") == "missing: key is missing");
    CHECK(reject(R"({"id":1,"key":"T-1"})") == "type: id is not a string: 1");
    CHECK(reject(R"({"id":"1","key":")" + std::string(256, 'k') + "\"}") ==
          "length: key has 256 characters, the maximum is 255");
    CHECK(reject(R"({"id":"1","key":"T-1"})") == "missing: createdAt is missing");
    CHECK(reject(R"({"id":"1","key":"T-1","createdAt":"2023-02-29T00:00:00Z"})") ==
          "timestamp: createdAt is not a timestamp: \"2023-02-29T00:00:00Z\"");
    CHECK(reject("{" + ids + "}") == "status: status is missing");
    CHECK(reject("{" + ids + R"(,"status":{}})") == "status: status has no name: {}");
    CHECK(reject("{" + ids + open_status + "}", {.statuses = {"Closed"}}) == "status: unknown status 'Open'");
    CHECK(reject("{" + ids + open_status + R"(,"summary":5})") == "type: summary is not a string: 5");
    CHECK(reject("{" + ids + open_status + R"(,"links":{}})") == "type: links is not an array: {}");
    CHECK_THAT(reject("{" + ids + open_status + R"(,"x":"\u0000"})"), Catch::StartsWith("nul: "));
    CHECK_THAT(reject("{" + ids + open_status + ",\"x\":\"\xFF\"}"),
               Catch::StartsWith("utf8: invalid UTF-8"));
    CHECK_THAT(reject("{" + ids + open_status + R"(,"changelog":[{"fields":[]}]})"),
               Catch::StartsWith("missing: "));
    CHECK_THAT(reject("{" + ids + open_status + R"(,"changelog":[)" + change("c", "never", "a", "b") + "]}"),
               Catch::StartsWith("timestamp: changelog.updatedAt"));
}

TEST_CASE("what is known to be unusable is refused by name") {
    json::Document document;
    const auto result = map_issue({.text = R"({"id":"1","key":"T-1"})", .refusal = "gone"}, {}, document);
    const auto& reject = std::get<Reject>(result);
    CHECK(reject.kind == "missing");
    CHECK(reject.reason == "gone");
    CHECK(reject.key == "T-1");
}

TEST_CASE("a part of an issue may come without a status") {
    CHECK_FALSE(good("", {.partial = true}).status);
}
