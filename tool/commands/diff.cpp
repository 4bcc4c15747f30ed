#include "commands/command.hpp"
#include "commands/drift_options.hpp"

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    DriftOptions drift;
    std::string from;
    std::string to;
};

ExitCode run_diff(const Options& options, const Context& context) {
    const auto sources = source_context(options.drift, context);
    const auto expected = drift::open_source(options.from, sources);
    const auto actual = drift::open_source(options.to, sources);
    report::DriftReport report{.expected = expected.name, .actual = actual.name};
    compare_into(report, expected, actual, options.drift, sources);
    return finish(report, options.drift, context);
}

} // namespace

void add_diff(CLI::App& app, Run& chosen) {
    auto options = std::make_shared<Options>();
    auto& command = declare(app, chosen, "diff", "Compare two schemas", run_diff, options);
    const auto* what = "a database URL, a snapshot (.json), an SQL file (.sql), or migrations";
    command.add_option("from", options->from, what)->required();
    command.add_option("to", options->to, what)->required();
    add_read_options(command, options->drift);
    add_report_options(command, options->drift);
    command.footer("\nExit codes: 0 equal, 1 different, 4 could not tell.\n");
}

} // namespace pgmend::commands
