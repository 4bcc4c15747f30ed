#include "drift/locate.hpp"
#include "commands/command.hpp"
#include "commands/drift_options.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::commands {
namespace {

std::vector<std::string> names(const std::vector<schema::ObjectId>& ids) {
    std::vector<std::string> names;
    for (const auto& id : ids)
        names.push_back(fmt::format("{} {}", to_string(id.kind), display(id)));
    return names;
}

std::string json_of(const drift::Located& located, const report::DriftReport& report) {
    auto partially_applied = nlohmann::ordered_json::array();
    for (const auto& one : located.partially_applied)
        partially_applied.push_back({{"revision", one.revision},
                                     {"present", names(one.present)},
                                     {"different", names(one.different)},
                                     {"missing", names(one.missing)}});
    return nlohmann::ordered_json{
               {"heads", located.rows},
               {"version_table", located.table_rows},
               {"exact", located.exact},
               {"unknown", located.unknown},
               {"summary", located.summary},
               {"partially_applied", std::move(partially_applied)},
               {"unexpected", names(located.foreign)},
               {"data_loss", located.losses},
               {"remedy", located.remedy},
               {"drift", nlohmann::ordered_json::parse(report::drift_json(report))["drift"]}}
               .dump(2) +
           "\n";
}

/// One line a revision and a state of its things: "  there already:   column public.t.c".
std::string partially_applied_text(const drift::Located& located) {
    std::string text;
    const auto line = [&](const char* what, const std::vector<schema::ObjectId>& ids) {
        if (!ids.empty())
            text += fmt::format("  {:<23}{}\n", what, fmt::join(names(ids), ", "));
    };
    for (const auto& one : located.partially_applied) {
        text += fmt::format("Revision {}:\n", one.revision);
        line("present:", one.present);
        line("present but different:", one.different);
        line("missing:", one.missing);
    }
    if (!located.partially_applied.empty() && !located.foreign.empty())
        text += "In no revision:\n";
    if (!located.partially_applied.empty())
        line("unexpected:", located.foreign);
    return text;
}

std::string text_of(const drift::Located& located, const report::DriftReport& report,
                    const report::Style& style) {
    auto text = located.summary + "\n" + partially_applied_text(located);
    if (!located.exact && !located.unknown)
        text += report::drift_text(report, style);
    if (!located.remedy.empty())
        text += fmt::format("To fix: {}\n", style.bold(located.remedy));
    if (!located.losses.empty())
        text += fmt::format(
            "To remove what no revision creates would lose {}. It is kept. To adopt it, write it to a "
            "revision: pgmend revision -m MESSAGE --autogenerate. To accept it, use [[ignore]] in "
            "pgmend.toml.\n",
            fmt::join(located.losses, ", "));
    return text;
}

/// The objects that differ: a schema that the database does not have may be among them.
schema::Model model_of(const schema::Diff& diff) {
    schema::Model model;
    for (const auto& finding : diff.findings)
        model.objects.push_back({.id = finding.object, .attributes = {}, .depends_on = {}});
    return model;
}

ExitCode run_locate(const DriftOptions& options, const Context& context) {
    const auto graph = load_graph(context);
    migrate::Session session(resolve_database(context.globals), settings_of(context.globals, "locate"));
    const auto sources = source_context(options, context, session.connection());
    const auto live = catalog::read(session.connection(), sources.options);
    drift::Replay replay(graph, sources.settings, sources.options, sources.world);
    catalog::Canonicalizer canonicalizer(session.connection(), sources.options);
    const auto located =
        drift::locate(live, session.rows(), replay, load_acceptance(options, context), &canonicalizer);
    const schema::Model differing = model_of(located.diff);
    require_schemas(options, {&live, &differing}, session.connection());
    for (const auto& warning : located.warnings)
        warn(context, warning);
    for (const auto& left_out : replay.left_out())
        warn(context, left_out);
    if (!canonicalizer.refusal().empty())
        warn(context, "definitions were compared as text only, and servers may format text differently: " +
                          canonicalizer.refusal());
    const report::DriftReport report{.expected =
                                         located.revision.empty() ? "base" : "revision " + located.revision,
                                     .actual = "the database",
                                     .diff = located.diff,
                                     .accepted = located.accepted};
    print(context.globals.json() ? json_of(located, report)
                                 : text_of(located, report, context.globals.out()));
    return located.exact && located.remedy.empty() ? ExitCode::done : ExitCode::findings;
}

} // namespace

void add_locate(CLI::App& app, Run& selected) {
    auto options = std::make_shared<DriftOptions>();
    auto& command = add_command(app, selected, "locate", "Find the revision that a database is actually at",
                                run_locate, options);
    add_read_options(command, *options);
    add_baseline_option(command, *options);
    command.footer(
        "\n"
        "The live schema is compared with the schema after each revision. These schemas are created once on "
        "a throwaway server and then cached. No version table is needed, and nothing is changed. [[ignore]] "
        "rules and "
        "--baseline apply.\n\n"
        "Exit codes: 0 the version table is right and nothing differs, 1 otherwise.\n");
}

} // namespace pgmend::commands
