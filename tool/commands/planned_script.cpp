#include "commands/planned_script.hpp"

#include "base/quote.hpp"
#include "commands/output.hpp"
#include "drift/withhold.hpp"
#include "report/drift.hpp"
#include "schema/ddl/names.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

/// The relation, or what else holds an object; itself where nothing does.
std::pair<std::string, std::string> place_of(const schema::ObjectId& id) {
    return {id.schema, id.parent.empty() ? id.name : id.parent};
}

/// Names the differences in places that no statement, withheld or not, and no sentence is about.
void name_unclaimed(report::ScriptReport& report, const std::vector<schema::Finding>& findings) {
    std::set<std::pair<std::string, std::string>> places;
    for (const auto* list : {&report.script.statements, &report.withheld})
        for (const auto& statement : *list)
            places.insert(place_of(statement.object));
    const auto is_named = [&](const schema::Finding& finding) {
        const auto name = finding.object.parent.empty() ? finding.object.name : finding.object.parent;
        return std::ranges::any_of(report.script.impossible, [&](const std::string& sentence) {
            return sentence.find(name) != std::string::npos;
        });
    };
    for (const auto& finding : findings)
        if (!places.contains(place_of(finding.object)) && !is_named(finding))
            report.script.impossible.push_back(
                fmt::format("no statement is known for this difference: {}", report::sentence(finding)));
}

bool holds_data(schema::Kind kind) {
    return kind == schema::Kind::column || kind == schema::Kind::table || kind == schema::Kind::sequence;
}

/// Asks whether something that is dropped has only got another name.
void ask_for_renames(report::ScriptReport& report, const std::vector<schema::Finding>& findings) {
    for (const auto& finding : findings)
        if (finding.rename_of && holds_data(finding.object.kind))
            report.script.remarks.push_back(
                fmt::format("{0} may have been renamed: --rename {0}={1} keeps its data",
                            schema::ddl::name_of(finding.object), quote_identifier(finding.rename_of->name)));
}

} // namespace

drift::Renamed rename_in(drift::Source& source, const std::vector<std::string>& renames,
                         const std::string& role, const catalog::ReadOptions& options) {
    if (renames.empty())
        return {};
    std::vector<drift::Rename> list;
    for (const auto& text : renames)
        list.push_back(drift::parse_rename(text));
    auto renamed = drift::rename(source.model, list, role, options);
    source.model = renamed.model;
    return renamed;
}

void put_first(schema::Script& script, const drift::Renamed& renamed) {
    script.statements.insert(script.statements.begin(), renamed.statements.begin(), renamed.statements.end());
}

PlannedScript plan_script(const schema::Model& from, const schema::Model& to,
                          const std::vector<schema::Finding>& findings, bool allow_drop,
                          const schema::StatementOptions& options) {
    drift::LosslessScript way{.target = to, .script = {}, .withheld = {}};
    if (allow_drop)
        way.script = schema::statements(from, to, options);
    else
        way = drift::without_losses(from, to, options);
    PlannedScript planned{.report = {.role = options.role}, .target = std::move(way.target)};
    auto& report = planned.report;
    report.script = std::move(way.script);
    report.withheld = std::move(way.withheld);
    if (!report.withheld.empty())
        report.differences_withheld = schema::diff(to, planned.target).findings.size();
    name_unclaimed(report, findings);
    ask_for_renames(report, findings);
    return planned;
}

void show_script(const report::ScriptReport& report, const Context& context) {
    if (context.globals.json())
        print(script_json(report));
    else
        print_exact(script_text(report));
}

} // namespace pgmend::commands
