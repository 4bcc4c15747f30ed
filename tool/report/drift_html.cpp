#include "report/drift.hpp"

#include "base/version.hpp"

#include <fmt/format.h>

namespace pgmend::report {
namespace {

using schema::Change;
using schema::Finding;

constexpr std::string_view style = R"css(
:root { color-scheme: light dark; --back: #fff; --front: #1c2024; --quiet: #60646c; --line: #dcdfe4;
        --card: #f7f8fa; --red: #b42318; --green: #18794e; --amber: #8a4b00; --red-back: #fdecea;
        --green-back: #e6f6ed; --amber-back: #fff4dc; }
@media (prefers-color-scheme: dark) {
  :root { --back: #16181b; --front: #e6e8eb; --quiet: #9ba1a8; --line: #33373d; --card: #1e2125; --red: #ff9d92;
          --green: #6fdca4; --amber: #ffc266; --red-back: #3a1d1a; --green-back: #163325; --amber-back: #38290f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.25rem 4rem; background: var(--back); color: var(--front);
       font: 15px/1.5 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1.05rem; overflow-wrap: anywhere; }
p { margin: .25rem 0; }
code, pre { font: 13px/1.45 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
.verdict { margin: 1rem 0; padding: .75rem 1rem; border-left: .3rem solid; border-radius: .25rem; font-weight: 600; }
.verdict.good { color: var(--green); background: var(--green-back); }
.verdict.bad { color: var(--red); background: var(--red-back); }
.verdict.open { color: var(--amber); background: var(--amber-back); }
.finding { margin: .5rem 0; padding: .6rem .8rem; background: var(--card); border: 1px solid var(--line);
           border-radius: .4rem; }
.head { display: flex; flex-wrap: wrap; gap: .25rem .6rem; align-items: baseline; }
.head code { overflow-wrap: anywhere; font-weight: 600; }
.mark { padding: 0 .5rem; border-radius: 1rem; font-size: .8rem; border: 1px solid currentColor; }
.breaking, .missing, .fail { color: var(--red); }
.behaviour, .different, .error { color: var(--amber); }
.unexpected, .pass { color: var(--green); }
.performance, .cosmetic, .quiet { color: var(--quiet); }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: .5rem; margin-top: .5rem; }
.sides pre { margin: 0; padding: .5rem .6rem; border-radius: .3rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.sides .wanted { background: var(--red-back); } .sides .found { background: var(--green-back); }
.label { font-size: .8rem; color: var(--quiet); }
table { border-collapse: collapse; width: 100%; } .scroll { overflow-x: auto; }
td, th { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-size: .8rem; color: var(--quiet); font-weight: 600; }
footer { margin-top: 3rem; font-size: .8rem; color: var(--quiet); }
)css";

/// Text that stands as it is, in the page and in attributes; control characters are no characters of HTML.
std::string text(std::string_view raw) {
    std::string safe;
    for (const char c : raw) {
        if (c == '&')
            safe += "&amp;";
        else if (c == '<')
            safe += "&lt;";
        else if (c == '>')
            safe += "&gt;";
        else if (c == '"')
            safe += "&quot;";
        else if (c == '\'')
            safe += "&#39;";
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
            safe += c;
    }
    return safe;
}

std::string words(std::string_view name) {
    std::string spaced(name);
    for (auto& c : spaced)
        c = c == '_' ? ' ' : c;
    return spaced;
}

std::string side(std::string_view label, std::string_view css, const std::optional<std::string>& value) {
    return fmt::format("<div><div class=\"label\">{}</div><pre class=\"{}\">{}</pre></div>", label, css,
                       value ? text(*value) : "<span class=\"quiet\">(default)</span>");
}

std::string finding_html(const DriftReport& report, const Finding& finding) {
    auto html = fmt::format("<div class=\"finding\"><div class=\"head\"><span class=\"{0}\">{0}</span>"
                            "<span>{1}</span><code>{2}</code>",
                            to_string(finding.change), words(to_string(finding.object.kind)),
                            text(display(finding.object)));
    if (!finding.attribute.empty())
        html += fmt::format("<span>{}</span>", text(words(finding.attribute)));
    html += fmt::format("<span class=\"mark {0}\">{0}</span></div>", to_string(finding.severity));
    if (finding.rename_of)
        html += fmt::format("<p class=\"quiet\">maybe renamed from <code>{}</code></p>",
                            text(display(*finding.rename_of)));
    if (finding.change == Change::different)
        html += "<div class=\"sides\">" + side("expected", "wanted", finding.expected) +
                side("actual", "found", finding.actual) + "</div>";
    if (const auto place = definition_of(report, finding); !place.file.empty())
        html += fmt::format("<p class=\"quiet\">see <code>{}:{}</code></p>", text(place.file), place.line);
    return html + "</div>\n";
}

/// The table under which a finding stands, or the schema of what is in no table.
std::string group_of(const schema::ObjectId& id) {
    using enum schema::Kind;
    const bool is_relation =
        id.kind == table || id.kind == foreign_table || id.kind == view || id.kind == materialized_view;
    const auto& relation = is_relation ? id.name : id.parent;
    if (!relation.empty())
        return id.schema.empty() ? relation : id.schema + "." + relation;
    return id.schema.empty() ? "database" : "schema " + id.schema;
}

std::string findings_html(const DriftReport& report) {
    std::string html, group;
    for (const auto& finding : report.diff.findings) {
        if (auto now = group_of(finding.object); now != group) {
            group = std::move(now);
            html += fmt::format("<h2>{}</h2>\n", text(group));
        }
        html += finding_html(report, finding);
    }
    return html;
}

std::string sample_html(const CheckResult& result) {
    std::string html = "<div class=\"scroll\"><table><tr>";
    for (const auto& column : result.columns)
        html += fmt::format("<th>{}</th>", text(column));
    html += "</tr>";
    for (const auto& row : result.sample) {
        html += "<tr>";
        for (const auto& value : row)
            html += value ? fmt::format("<td><code>{}</code></td>", text(*value))
                          : "<td><span class=\"quiet\">NULL</span></td>";
        html += "</tr>";
    }
    return html + "</table></div>";
}

std::string checks_html(const DriftReport& report) {
    if (report.checks.empty())
        return {};
    std::string html = "<h2>Checks on the data</h2>\n";
    for (const auto& result : report.checks) {
        using enum CheckResult::Status;
        const auto* word = result.status == pass ? "pass" : result.status == fail ? "fail" : "error";
        html += fmt::format(
            "<div class=\"finding\"><div class=\"head\"><span class=\"{0}\">{1}</span><code>{2}</code>", word,
            result.status == error ? "undetermined" : word, text(result.name));
        if (result.status != pass)
            html += fmt::format("<span>{}</span>", text(result.message));
        if (result.status == fail)
            html += fmt::format("<span class=\"mark quiet\">{}, {}</span>", count(result.rows, "row"),
                                text(result.severity));
        html += "</div>" + (result.sample.empty() ? std::string() : sample_html(result)) + "</div>\n";
    }
    return html;
}

std::string list_html(std::string_view heading, const std::vector<std::string>& lines) {
    if (lines.empty())
        return {};
    auto html = fmt::format("<h2>{}</h2>\n<ul>\n", heading);
    for (const auto& line : lines)
        html += fmt::format("<li>{}</li>\n", text(line));
    return html + "</ul>\n";
}

std::string verdict_html(const DriftReport& report) {
    std::string html;
    if (!report.could_not_tell.empty()) {
        html = "<div class=\"verdict open\">Undetermined";
        for (const auto& reason : report.could_not_tell)
            html += fmt::format("<p>{}</p>", text(reason));
        html += "</div>\n";
    }
    if (!report.diff.findings.empty())
        html += fmt::format("<div class=\"verdict bad\">Drift: {}</div>\n",
                            count(report.diff.findings.size(), "difference"));
    else if (report.could_not_tell.empty())
        html += "<div class=\"verdict good\">No drift</div>\n";
    if (const auto failed = failed_checks(report); failed > 0)
        html += fmt::format("<div class=\"verdict bad\">{} of {} failed</div>\n", failed,
                            count(report.checks.size(), "check"));
    return html;
}

} // namespace

std::string drift_html(const DriftReport& report) {
    return fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<title>Schema drift: {1}</title>\n<style>{2}</style>\n</head>\n<body>\n"
                       "<h1>Schema drift</h1>\n<p><span class=\"quiet\">Expected:</span> {0}. "
                       "<span class=\"quiet\">Actual:</span> {1}.</p>\n",
                       text(report.expected), text(report.actual), style) +
           (report.origin ? fmt::format("<p class=\"quiet\">{}</p>\n", text(origin_text(*report.origin)))
                          : "") +
           verdict_html(report) + findings_html(report) + checks_html(report) +
           list_html("Accepted by rules or the baseline", report.accepted) +
           list_html("Written differently but equivalent", report.same_meaning) +
           list_html("Warnings", report.warnings) +
           fmt::format("<footer>pgmend {}</footer>\n</body>\n</html>\n", text(version()));
}

} // namespace pgmend::report
