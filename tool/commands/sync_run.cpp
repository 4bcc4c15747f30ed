#include "commands/sync_options.hpp"

#include "base/error.hpp"
#include "pg/primary.hpp"
#include "sync/timestamp.hpp"
#include "sync/url.hpp"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

struct Options {
    SyncOptions shared;
    sync::TrackerSettings tracker;
    std::string token_file;
    std::string fields;
    std::size_t workers = 8;
    std::string connect_timeout = "10s", read_timeout = "60s", retry_for = "10min";
};

/// `2025-01-31` or a timestamp with its offset, as the tracker's query language takes it.
std::string since_text(const std::string& text) {
    if (text.empty())
        return text;
    if (text.size() == 10 && sync::parse_timestamp(text + "T00:00:00Z"))
        return text;
    const auto moment = sync::parse_timestamp(text);
    if (!moment)
        throw UsageError(fmt::format("invalid value '{}' for --since", text))
            .with_hint("valid formats: 2025-01-31, 2025-01-31T09:30:00Z");
    return sync::to_text(*moment).substr(0, 19);
}

std::string checked_url(std::string url) {
    while (url.ends_with('/'))
        url.pop_back();
    if (!url.starts_with("https://") && !url.starts_with("http://"))
        throw UsageError(fmt::format("'{}' is not a valid base URL", sync::without_secrets(url)))
            .with_hint("it must begin with https://");
    for (const char* version : {"/v2", "/v3"})
        if (url.ends_with(version))
            url.erase(url.size() - 3);
    return url;
}

ExitCode run_run(const Options& options, const Context& context) {
    auto tracker = options.tracker;
    tracker.base_url = checked_url(tracker.base_url);
    tracker.since = since_text(tracker.since);
    tracker.fields = comma_list(options.fields);
    tracker.token = sync::read_token(options.token_file);
    tracker.http.parallel = options.workers;
    tracker.http.connect_timeout = duration_option(options.connect_timeout);
    tracker.http.read_timeout = duration_option(options.read_timeout);
    tracker.http.budget = duration_option(options.retry_for);
    tracker.http.info = [context](const std::string& text) { notify(context, text); };
    auto settings = settings_of(options.shared, context, "sync run");
    settings.mapping.partial = !tracker.fields.empty();
    const auto dsn = pg::for_writing(resolve_database(context.globals));
    return run_sync([&] { return sync::run_tracker(dsn, settings, tracker); }, context);
}

void add_api_options(CLI::App& command, Options& options) {
    auto& tracker = options.tracker;
    command.add_option("--base-url", tracker.base_url, "base URL of the API, without v2 or v3")
        ->type_name("URL")
        ->capture_default_str();
    command.add_option("--org-id", tracker.org_id, "organization (header X-Org-ID)");
    command.add_option("--cloud-org-id", tracker.cloud_org_id, "cloud organization (header X-Cloud-Org-ID)");
    command
        .add_option("--token-file", options.token_file, "file with the token (default: TRACKER_API_TOKEN)")
        ->type_name("FILE");
    command.add_option("--workers", options.workers, "number of concurrent requests")
        ->check(CLI::Range(1, 64).description(""))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--per-page", tracker.per_page, "issues per page")
        ->check(CLI::Range(1, 1000).description(""))
        ->type_name("N")
        ->capture_default_str();
    command.add_flag("--scroll", tracker.scroll, "always use scrolling (default: for 10,000 issues or more)");
    command.add_option("--connect-timeout", options.connect_timeout, "maximum wait for a connection")
        ->type_name("DURATION")
        ->capture_default_str();
    command.add_option("--read-timeout", options.read_timeout, "maximum wait for data from the API")
        ->type_name("DURATION")
        ->capture_default_str();
    command.add_option("--retry-for", options.retry_for, "maximum time for retries of a request")
        ->type_name("DURATION")
        ->capture_default_str();
    command.add_option("--attempts", tracker.http.attempts, "maximum number of attempts per request")
        ->check(CLI::Range(1, 1000).description(""))
        ->type_name("N")
        ->capture_default_str();
}

} // namespace

void add_sync_run(CLI::App& sync, Run& selected) {
    auto options = std::make_shared<Options>();
    auto& command = add_command(sync, selected, "run",
                                "Fetch issues and their changelogs from the Tracker API", run_run, options);
    command
        .add_option("--query", options->tracker.query,
                    "query in the tracker's query language (default: all issues)")
        ->type_name("QUERY");
    command
        .add_option("--since", options->tracker.since,
                    "only issues updated since this date (2025-01-31) or timestamp")
        ->type_name("TIME");
    command.add_option("--fields", options->fields, "fetch only these fields; other columns stay unchanged")
        ->type_name("A,B");
    command.add_flag("--full-history", options->tracker.full_history,
                     "fetch complete changelogs, not only new entries");
    add_api_options(command, *options);
    add_sync_options(command, options->shared);
    command.footer(
        "\n"
        "To continue an interrupted run, run the same command again: issues that are already stored are only "
        "compared.\n\n"
        "Exit codes: 0 done, 1 some issues were rejected, 3 the API or the server cannot be reached, 4 the "
        "API refused the request, 7 another sync is running.\n");
}

} // namespace pgmend::commands
