#include "report/errors.hpp"
#include "base/error.hpp"
#include "commands/command.hpp"
#include "diagnose/patterns.hpp"
#include "sync/timestamp.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    std::vector<std::string> files;
    std::string since;
    std::size_t top = 50;
};

/// The journal with what has been put aside of it, the oldest first.
std::vector<std::string> with_earlier(const std::string& path) {
    std::vector<std::string> files;
    for (int number = 1; std::filesystem::exists(fmt::format("{}.{}", path, number)); ++number)
        files.push_back(fmt::format("{}.{}", path, number));
    std::ranges::reverse(files);
    files.push_back(path);
    return files;
}

/// A moment, as far as it is given: times of ISO 8601 in UTC sort as texts.
std::string since_text(const std::string& text) {
    if (text.empty() || (text.size() == 10 && sync::parse_timestamp(text + "T00:00:00Z")))
        return text;
    const auto moment = sync::parse_timestamp(text);
    if (!moment)
        throw UsageError(fmt::format("invalid value '{}' for --since", text))
            .with_hint("valid formats: 2025-01-31, 2025-01-31T09:30:00Z");
    auto iso = sync::to_text(*moment);
    iso[10] = 'T';
    return iso;
}

report::ErrorPattern view(diagnose::Pattern pattern) {
    return {.count = pattern.count,
            .followed = pattern.followed,
            .sqlstate = std::move(pattern.sqlstate),
            .kind = std::move(pattern.kind),
            .object = std::move(pattern.object),
            .message = std::move(pattern.message),
            .detail = std::move(pattern.detail),
            .sql = std::move(pattern.sql),
            .first = std::move(pattern.first),
            .last = std::move(pattern.last),
            .call = std::move(pattern.call),
            .file = std::move(pattern.file),
            .cause = std::move(pattern.cause),
            .remedy = std::move(pattern.remedy),
            .commands = {pattern.commands.begin(), pattern.commands.end()}};
}

ExitCode run_errors(const Options& options, const Context& context) {
    auto files = options.files;
    if (files.empty() && context.globals.error_journal.empty())
        throw UsageError("the error journal is missing")
            .with_hint(
                "name the file, or set error-journal in pgmend.toml; commands write it with --error-journal "
                "FILE");
    if (files.empty())
        files = with_earlier(context.globals.error_journal);
    auto diagnosis = diagnose::read_journals(files, since_text(options.since));
    report::ErrorPatterns errors{.entries = diagnosis.entries, .unreadable = diagnosis.unreadable};
    for (auto& pattern : diagnosis.patterns)
        if (errors.patterns.size() < options.top)
            errors.patterns.push_back(view(std::move(pattern)));
    print(context.globals.json() ? report::errors_json(errors) + "\n"
                                 : report::errors_text(errors, context.globals.out()));
    return ExitCode::done;
}

} // namespace

void add_errors(CLI::App& app, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(app, selected, "errors", "Summarize failed statements from the error journal",
                                run_errors, options);
    command
        .add_option("files", options->files,
                    "error journals (default: the one of --error-journal with its rotated files)")
        ->type_name("FILE");
    command.add_option("--since", options->since, "only entries since this date (2025-01-31) or timestamp")
        ->type_name("TIME");
    command.add_option("--top", options->top, "maximum number of patterns, the most frequent first")
        ->capture_default_str();
    command.footer("\n"
                   "With --error-journal, every command writes a line for each statement that fails. Values "
                   "are left out unless --log-parameters is given.\n\n"
                   "Examples:\n"
                   "  pgmend --error-journal errors.jsonl upgrade head\n"
                   "  pgmend errors errors.jsonl\n");
}

} // namespace pgmend::commands
