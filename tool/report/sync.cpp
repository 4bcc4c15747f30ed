#include "report/sync.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::report {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

std::string status_text(const SyncRun& run, const Style& style) {
    const auto word = fit(run.status, 10);
    if (run.status == "completed")
        return style.green(word);
    return run.status == "failed" ? style.red(word) : style.yellow(word);
}

} // namespace

std::string sync_text(const SyncSummary& summary, const Style& style) {
    auto text =
        fmt::format("{} in {}: {} created, {} updated, {} unchanged; {} written\n",
                    style.bold(count(static_cast<std::size_t>(summary.issues), "issue")),
                    duration(summary.milliseconds), summary.created, summary.updated, summary.unchanged,
                    count(static_cast<std::size_t>(summary.history_rows), "history row"));
    if (summary.rejected == 0)
        return text;
    std::string kinds;
    for (const auto& [kind, number] : summary.reject_kinds)
        kinds += fmt::format("{}{} {}", kinds.empty() ? "" : ", ", number, kind);
    return text + fmt::format("{} ({}): see {}\n", style.red(fmt::format("{} rejected", summary.rejected)),
                              kinds, summary.reject_file);
}

std::string sync_json(const SyncSummary& summary) {
    Json json{{"issues", summary.issues},
              {"created", summary.created},
              {"updated", summary.updated},
              {"unchanged", summary.unchanged},
              {"history_rows", summary.history_rows},
              {"rejected", summary.rejected},
              {"reject_kinds", summary.reject_kinds},
              {"reject_file", or_null(summary.reject_file)},
              {"truncated", or_null(summary.truncated)},
              {"elapsed_ms", summary.milliseconds}};
    return json.dump(2);
}

std::string runs_text(const std::vector<SyncRun>& runs, const Style& style) {
    if (runs.empty())
        return "No sync has been run on this database yet.\n";
    auto text = style.bold("started (UTC)        status      issues   created   updated  rejected") + "\n";
    for (const auto& run : runs) {
        text += fmt::format("{:19}  {}  {:>6}  {:>8}  {:>8}  {:>8}\n", run.started.substr(0, 19),
                            status_text(run, style), run.processed, run.created, run.updated, run.errors);
        if (!run.details.empty())
            text += fmt::format("    {}\n", wrapped(run.details, text_columns - 4, "    "));
    }
    return text;
}

std::string runs_json(const std::vector<SyncRun>& runs) {
    auto list = Json::array();
    for (const auto& run : runs)
        list.push_back({{"id", run.id},
                        {"started", run.started},
                        {"completed", or_null(run.completed)},
                        {"status", run.status},
                        {"issues", run.processed},
                        {"created", run.created},
                        {"updated", run.updated},
                        {"rejected", run.errors},
                        {"details", or_null(run.details)}});
    return Json{{"runs", list}}.dump(2, ' ', false, Json::error_handler_t::replace);
}

} // namespace pgmend::report
