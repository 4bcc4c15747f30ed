#include "drift/verify.hpp"
#include "commands/command.hpp"
#include "commands/drift_options.hpp"
#include "commands/one_head.hpp"
#include "schema/snapshot.hpp"

#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::commands {
namespace {

struct Options {
    DriftOptions drift;
    std::string snapshot = "checks/schema.json";
    bool one_head = false;
};

ExitCode show_broken(const drift::Broken& broken, const Context& context) {
    const report::DriftReport report{.expected = "the schema before",
                                     .actual = fmt::format("the schema after revision {}", broken.revision),
                                     .diff = broken.diff};
    if (context.globals.json())
        print(nlohmann::ordered_json{
                  {"verified", false},
                  {"revision", broken.revision},
                  {"message", broken.what},
                  {"drift", nlohmann::ordered_json::parse(report::drift_json(report))["drift"]}}
                  .dump(2) +
              "\n");
    else
        print(fmt::format("Revision {}: {}.\n{}", broken.revision, broken.what,
                          report::drift_text(report, context.globals.out())));
    return ExitCode::findings;
}

ExitCode run_verify(const Options& options, const Context& context) {
    const auto graph = load_graph(context);
    if (options.one_head)
        require_one_head(graph);
    const auto sources = source_context(options.drift, context);
    const auto result =
        drift::verify(graph, sources.settings, sources.options, [&](const std::string& revision) {
            if (context.globals.verbose)
                say(context, revision);
        });
    if (result.broken)
        return show_broken(*result.broken, context);
    report::DriftReport report{.expected = options.snapshot, .actual = "what the migrations make"};
    const bool compare = std::filesystem::exists(options.snapshot);
    if (compare)
        compare_into(report, drift::open_source(options.snapshot, sources),
                     {.model = result.model,
                      .name = report.actual,
                      .connect = [&] { return drift::connect_to_migrations(sources, {"heads"}); }},
                     options.drift, sources);
    if (context.globals.json() && report.diff.findings.empty())
        print(nlohmann::ordered_json{
                  {"verified", true}, {"revisions", result.revisions}, {"without_down", result.without_down}}
                  .dump(2) +
              "\n");
    else if (!context.globals.json())
        print(fmt::format("{}: up, down and up again give the same schema{}.\n",
                          report::count(result.revisions, "revision"),
                          result.without_down > 0 ? fmt::format(" ({} cannot be undone)", result.without_down)
                                                  : ""));
    return compare ? (context.globals.json() && report.diff.findings.empty()
                          ? ExitCode::done
                          : finish(report, options.drift, context))
                   : ExitCode::done;
}

} // namespace

void add_verify(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto& command = declare(app, chosen, "verify", "Run every revision up, down and up on a throwaway server",
                            run_verify, options);
    command
        .add_option("--snapshot", options->snapshot, "the schema that must come out, if the file is there")
        ->type_name("FILE")
        ->capture_default_str();
    add_one_head(command, options->one_head);
    add_report_options(command, options->drift);
}

} // namespace pgmend::commands
