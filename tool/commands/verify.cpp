#include "drift/verify.hpp"
#include "commands/command.hpp"
#include "commands/drift_options.hpp"
#include "commands/one_head.hpp"
#include "commands/show_error.hpp"
#include "schema/snapshot.hpp"

#include <exception>
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

report::DriftReport report_of(const drift::Broken& broken) {
    return {.expected = "the schema before it",
            .actual = fmt::format("the schema after revision {}", broken.revision),
            .diff = broken.diff};
}

/// Calls `use` with the Error that has stopped the revision; not where only its schema differs.
template <typename Use>
void with_error(const drift::Broken& broken, const Use& use) {
    if (!broken.error)
        return;
    try {
        std::rethrow_exception(broken.error);
    } catch (const Error& error) {
        use(error);
    }
}

nlohmann::ordered_json json_of(const drift::Broken& broken) {
    nlohmann::ordered_json line{{"revision", broken.revision}, {"message", broken.what}};
    if (!broken.error)
        line["drift"] = nlohmann::ordered_json::parse(report::drift_json(report_of(broken)))["drift"];
    with_error(broken, [&](const Error& error) {
        line["error"] = nlohmann::ordered_json::parse(error_json(error))["error"];
    });
    return line;
}

void print_broken(const drift::Broken& broken, const Context& context) {
    print(fmt::format("Revision {}: {}.\n", broken.revision, broken.what));
    if (!broken.error)
        print(report::drift_text(report_of(broken), context.globals.out()));
    with_error(broken, [&](const Error& error) { print(error_text(error, context.globals.out())); });
    print("\n");
}

std::string summary(const drift::Verified& result) {
    const auto all = result.revisions + result.broken.size() + result.not_tried;
    auto text = fmt::format("{} of {} broken: ", result.broken.size(), report::count(all, "revision"));
    for (const auto& broken : result.broken)
        text += (&broken == &result.broken.front() ? "" : ", ") + broken.revision;
    if (result.not_tried > 0)
        text += fmt::format("; {} after it not tried", report::count(result.not_tried, "revision"));
    return text + ".\n";
}

/// The first failure's own exit code, else that of findings.
ExitCode show_broken(const drift::Verified& result, const Context& context) {
    auto code = ExitCode::findings;
    for (const auto& broken : result.broken)
        with_error(broken,
                   [&](const Error& error) { code = code == ExitCode::findings ? error.code() : code; });
    if (context.globals.json()) {
        nlohmann::ordered_json document{{"verified", false},
                                        {"revisions", result.revisions},
                                        {"not_tried", result.not_tried},
                                        {"broken", nlohmann::ordered_json::array()}};
        for (const auto& broken : result.broken)
            document["broken"].push_back(json_of(broken));
        print(document.dump(2) + "\n");
        return code;
    }
    for (const auto& broken : result.broken)
        print_broken(broken, context);
    print(summary(result));
    return code;
}

ExitCode run_verify(const Options& options, const Context& context) {
    const auto graph = load_graph(context);
    if (options.one_head)
        require_one_head(graph);
    const auto sources = source_context(options.drift, context);
    const auto result = drift::verify(graph, sources.settings, sources.options, sources.world,
                                      [&](const std::string& revision) {
                                          if (context.globals.verbose)
                                              notify(context, revision);
                                      });
    if (!result.broken.empty())
        return show_broken(result, context);
    report::DriftReport report{.expected = options.snapshot,
                               .actual = "the schema created by the migrations"};
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
        print(fmt::format(
            "{}: up, down and up again create the same schema{}.\n",
            report::count(result.revisions, "revision"),
            result.without_down > 0 ? fmt::format(" ({} cannot be downgraded)", result.without_down) : ""));
    return compare ? (context.globals.json() && report.diff.findings.empty()
                          ? ExitCode::done
                          : finish(report, options.drift, context))
                   : ExitCode::done;
}

} // namespace

void add_verify(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command =
        add_command(app, selected, "verify", "Run every revision up, down and up again on a throwaway server",
                    run_verify, options);
    command.add_option("--snapshot", options->snapshot, "expected final schema, if the file exists")
        ->type_name("FILE")
        ->capture_default_str();
    add_one_head(command, options->one_head);
    add_scratch(command, options->drift);
    add_report_options(command, options->drift);
}

} // namespace pgmend::commands
