#include "report/drift.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace pgmend;
using namespace pgmend::report;
using nlohmann::json;
using schema::Change;
using schema::Kind;
using schema::Severity;

namespace {

DriftReport sample() {
    DriftReport report{.expected = "checks/schema.json", .actual = "the database"};
    report.diff.findings.push_back(
        {.object = {.kind = Kind::column, .schema = "public", .parent = "t", .name = "c"},
         .change = Change::different,
         .attribute = "type",
         .expected = "text",
         .actual = "a<b & \"c\"|d",
         .severity = Severity::breaking});
    report.diff.findings.push_back(
        {.object = {.kind = Kind::index, .schema = "public", .parent = "t", .name = "i"},
         .change = Change::unexpected,
         .severity = Severity::performance});
    report.checks.push_back({.status = CheckResult::Status::fail,
                             .name = "duplicates",
                             .message = "rows that stand twice",
                             .severity = "error",
                             .file = "checks/duplicates.sql",
                             .rows = 2,
                             .columns = {"id"},
                             .sample = {{"1"}, {"2"}}});
    report.defined_at = [](const schema::Finding& finding) {
        return finding.object.kind == Kind::column ? SourceLocation{.file = "migrations/a.sql", .line = 9}
                                                   : SourceLocation{};
    };
    return report;
}

} // namespace

TEST_CASE("text groups findings by table and shows both sides") {
    const auto text = drift_text(sample(), Style());
    CHECK(text.find("in public.t\n  ~ column public.t.c: type differs [breaking]\n      expected text\n") ==
          0);
    CHECK(text.find("+ index public.t.i is unexpected [performance]") != std::string::npos);
    CHECK(text.find("fail duplicates: rows that stand twice (2 rows)\n       id=1\n") != std::string::npos);
    CHECK(
        text.find("Drift: 2 differences between checks/schema.json and the database. 1 of 1 check failed.") !=
        std::string::npos);
}

TEST_CASE("JSON has the promised keys") {
    const auto body = json::parse(drift_json(sample()));
    CHECK(body["drift"][0]["kind"] == "column");
    CHECK(body["drift"][0]["object"] == "public.t.c");
    CHECK(body["drift"][0]["change"] == "different");
    CHECK(body["drift"][0]["attribute"] == "type");
    CHECK(body["drift"][0]["line"] == 9);
    CHECK(body["checks"][0]["status"] == "fail");
    CHECK(body["checks"][0]["sample"][1]["id"] == "2");
}

TEST_CASE("SARIF names rules, levels and places") {
    const auto run = json::parse(drift_sarif(sample()))["runs"][0];
    CHECK(run["results"].size() == 3);
    CHECK(run["results"][0]["ruleId"] == "schema/column-different");
    CHECK(run["results"][0]["level"] == "error");
    CHECK(run["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 9);
    CHECK(run["results"][2]["ruleId"] == "check/duplicates");
    const auto index = run["results"][2]["ruleIndex"].get<std::size_t>();
    CHECK(run["tool"]["driver"]["rules"][index]["id"] == "check/duplicates");
    CHECK(run["invocations"][0]["executionSuccessful"] == true);
}

TEST_CASE("SARIF is what GitHub's code scanning takes") {
    auto report = sample();
    report.elsewhere = {.file = "./checks/my schema.json", .line = 0};
    auto run = json::parse(drift_sarif(report))["runs"][0];
    CHECK(run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] ==
          "checks/my%20schema.json");
    CHECK(run["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] == 1);
    report.elsewhere = {};
    report.diff.findings[0].expected = std::string(5000, 'x') + "ä";
    const auto index = report.diff.findings[1];
    for (int i = 0; i < 6000; ++i) {
        report.diff.findings.push_back(index);
        report.diff.findings.back().object.name = "i" + std::to_string(i);
    }
    run = json::parse(drift_sarif(report))["runs"][0];
    CHECK(run["results"].size() == 5000);
    CHECK(run["results"][0]["level"] == "error");
    CHECK(run["results"][1]["ruleId"] == "check/duplicates"); // an error, too
    CHECK(run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] ==
          "1003 more results are left out");
    for (const auto& result : run["results"]) {
        REQUIRE(result["locations"].size() == 1);
        REQUIRE(result["message"]["text"].get<std::string>().size() <= 1000);
    }
    for (const auto& rule : run["tool"]["driver"]["rules"])
        for (const auto* key : {"shortDescription", "fullDescription", "help"})
            CHECK_FALSE(rule[key]["text"].get<std::string>().empty());
}

TEST_CASE("every form says which database was looked at, and NULL is not a text") {
    auto report = sample();
    report.checks[0].sample = {{std::nullopt}, {"null"}};
    report.origin = Origin{.database = "app",
                           .server = "db.example:5432",
                           .server_version = "15.14",
                           .revisions = {"ae10"},
                           .time = "2026-12-01T12:00:00Z"};
    for (const auto& shown :
         {drift_text(report, Style()), drift_json(report), drift_sarif(report), drift_junit(report),
          drift_github(report), drift_markdown(report), drift_html(report)})
        for (const auto* part : {"app", "db.example:5432", "15.14", "ae10", "2026-12-01T12:00:00Z"})
            CHECK(shown.find(part) != std::string::npos);
    const auto sample = json::parse(drift_json(report))["checks"][0]["sample"];
    CHECK(sample[0]["id"].is_null());
    CHECK(sample[1]["id"] == "null");
    report.diff.findings.clear();
    CHECK(drift_html(report).find("<div class=\"verdict bad\">1 of 1 check failed</div>") !=
          std::string::npos);
    CHECK(drift_markdown(report).find("**1 of 1 check failed.**") != std::string::npos);
}

TEST_CASE("could not tell is told apart from drift in every form") {
    auto report = sample();
    report.diff.findings.clear();
    report.could_not_tell.emplace_back("table public.t is locked");
    CHECK(drift_text(report, Style()).find("undetermined: table public.t is locked") != std::string::npos);
    for (const auto& shown : {drift_text(report, Style()), drift_markdown(report), drift_html(report)})
        CHECK(shown.find("No drift") == std::string::npos);
    CHECK(json::parse(drift_json(report))["undetermined"][0] == "table public.t is locked");
    CHECK(json::parse(drift_sarif(report))["runs"][0]["invocations"][0]["executionSuccessful"] == false);
    CHECK(drift_junit(report).find("<error message=\"table public.t is locked\">") != std::string::npos);
    CHECK(drift_github(report).find("::error title=undetermined::table public.t is locked") !=
          std::string::npos);
}

TEST_CASE("the page shows both sides and every outcome, and escapes what would break it") {
    auto report = sample();
    report.could_not_tell.emplace_back("table <b> is locked");
    report.same_meaning.emplace_back("view public.v: definition");
    const auto page = drift_html(report);
    CHECK(page.starts_with("<!DOCTYPE html>"));
    CHECK(page.find("Drift: 2 differences") != std::string::npos);
    CHECK(page.find("<pre class=\"found\">a&lt;b &amp; &quot;c&quot;|d</pre>") != std::string::npos);
    CHECK(page.find("see <code>migrations/a.sql:9</code>") != std::string::npos);
    CHECK(page.find("rows that stand twice") != std::string::npos);
    CHECK(page.find("table &lt;b&gt; is locked") != std::string::npos);
    CHECK(page.find("<li>view public.v: definition</li>") != std::string::npos);
    for (const auto* loaded : {"<script", "src=", "href=", "url("})
        CHECK(page.find(loaded) == std::string::npos);
}

TEST_CASE("JUnit, GitHub and Markdown escape what would break them") {
    CHECK(drift_junit(sample()).find("a&lt;b &amp; &quot;c&quot;|d") != std::string::npos);
    CHECK(drift_github(sample()).find(
              "::error file=migrations/a.sql,line=9,title=schema/column-different::") == 0);
    CHECK(drift_markdown(sample()).find("a<b & \"c\"\\|d") != std::string::npos);
}
