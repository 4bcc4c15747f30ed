#include "drift/locate.hpp"
#include "commands/command.hpp"
#include "commands/drift_options.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::commands {
namespace {

ExitCode run_locate(const DriftOptions& options, const Context& context) {
    const auto graph = load_graph(context);
    const auto sources = source_context(options, context);
    migrate::Session session(resolve_database(context.globals), settings_of(context.globals, "locate"));
    const auto live = catalog::read(session.connection(), sources.options);
    drift::Replay replay(graph, sources.settings, sources.options);
    drift::SecondLook look(session.connection(), sources.options);
    const auto located = drift::locate(live, session.rows(), replay.states(), &look);
    if (!look.refusal().empty())
        warn(context, "definitions were compared as text only, which servers may write differently: " +
                          look.refusal());
    const report::DriftReport report{.expected =
                                         located.revision.empty() ? "base" : "revision " + located.revision,
                                     .actual = "the database",
                                     .diff = located.diff};
    if (context.globals.json()) {
        print(nlohmann::ordered_json{
                  {"heads", located.rows},
                  {"version_table", located.table_rows},
                  {"exact", located.exact},
                  {"story", located.story},
                  {"advice", located.advice},
                  {"drift", nlohmann::ordered_json::parse(report::drift_json(report))["drift"]}}
                  .dump(2) +
              "\n");
    } else {
        print(located.story + "\n");
        if (!located.exact)
            print(report::drift_text(report, context.globals.out()));
        if (!located.advice.empty())
            print(fmt::format("To mend: {}\n", context.globals.out().bold(located.advice)));
    }
    return located.advice.empty() ? ExitCode::done : ExitCode::findings;
}

} // namespace

void add_locate(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<DriftOptions>();
    auto& command =
        declare(app, chosen, "locate", "Find the revision that a database really is at", run_locate, options);
    add_read_options(command, *options);
    command.footer(
        "\nThe live schema is compared with the schema after each revision; those are made on a throwaway\n"
        "server once and then cached. Works without a version table, too. Changes nothing.\n");
}

} // namespace pgmend::commands
