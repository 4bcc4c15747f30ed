#include "report/maintain.hpp"

#include "report/progress.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pgmend::report {
namespace {

using Json = nlohmann::ordered_json;

std::string plural(long long number, std::string_view noun) {
    return fmt::format("{} {}{}", grouped(number), noun, number == 1 ? "" : "s");
}

std::string line(std::string_view label, std::string_view text) {
    constexpr std::size_t indent = 13;
    return fmt::format("  {:<10} {}\n", label, wrapped(text, 80 - indent, std::string(indent, ' ')));
}

/// "2026-01-02 03:04" of "2026-01-02T03:04:05Z".
std::string minute(const std::string& time) {
    auto text = time.substr(0, 16);
    std::ranges::replace(text, 'T', ' ');
    return text;
}

/// So that a line of the list fits 80 columns.
std::string without_public(const std::string& table) {
    constexpr std::string_view schema = "public.";
    return table.starts_with(schema) ? table.substr(schema.size()) : table;
}

Json json_of(const JobView& job) {
    Json body{{"job", job.id > 0 ? Json(std::to_string(job.id)) : Json(nullptr)},
              {"kind", job.kind},
              {"table", job.table},
              {"state", job.state},
              {"scanned", job.scanned},
              {"duplicates", job.duplicates},
              {"deleted", job.deleted},
              {"archived", job.archived},
              {"repointed", job.repointed},
              {"left", job.left_alone},
              {"remaining", job.remaining},
              {"chunks", job.chunks},
              {"longest_chunk_ms", job.longest_chunk_ms},
              {"elapsed_ms", job.elapsed_ms},
              {"archive", job.archive.empty() ? Json(nullptr) : Json(job.archive)}};
    if (!job.error.empty())
        body["error"] = job.error;
    return body;
}

} // namespace

std::string dedupe_plan_text(const DedupePlanView& plan, const Style& style) {
    auto text = fmt::format("{}: {} in {}\n", style.bold(plan.table), plural(plan.duplicates, "duplicate"),
                            plural(plan.groups, "group"));
    if (plan.rows > 0)
        text += line("rows", fmt::format("about {} in total", grouped(plan.rows)));
    if (plan.resumes)
        text += line("resumes", fmt::format("job {}, which has deleted {}", *plan.resumes,
                                            plural(plan.resumed_at, "row")));
    text += line("key", plan.key);
    if (!plan.where.empty())
        text += line("where", plan.where);
    text += line("keep", plan.keep);
    if (!plan.nulls.empty())
        text += line("NULLs", plan.nulls);
    text += line("archive", plan.archive.empty() ? "none: deleted rows are lost (use --archive to keep them)"
                                                 : plan.archive);
    for (const auto& trigger : plan.triggers)
        text += line("trigger", trigger);
    for (const auto& reference : plan.references)
        text += line("reference", reference);
    if (!plan.references.empty())
        text += line("", fmt::format("{} of the duplicates {} referenced{}", grouped(plan.referenced),
                                     plan.referenced == 1 ? "is" : "are",
                                     plan.repoint ? "; moved to the row that is kept" : ""));
    if (plan.builds_index)
        text += line("then", plan.index_sql);
    else
        text += line("advice", "without a unique index, new duplicates can appear: use --then-unique NAME");
    if (!plan.reads_in_pieces)
        text +=
            line("scan",
                 "in one read-only transaction" +
                     (plan.index_for_scan.empty()
                          ? std::string()
                          : fmt::format("; an index on ({}) would allow short ones", plan.index_for_scan)));
    if (!plan.sample.empty())
        text += "  largest groups\n";
    for (const auto& [key, rows] : plan.sample)
        text += fmt::format("    {:>7} x {}\n", grouped(rows), cut(key, 66));
    return text;
}

std::string dedupe_plan_json(const DedupePlanView& plan) {
    Json sample = Json::array();
    for (const auto& [key, rows] : plan.sample)
        sample.push_back({{"key", key}, {"rows", rows}});
    return Json{{"table", plan.table},
                {"rows_estimated", plan.rows},
                {"duplicates", plan.duplicates},
                {"groups", plan.groups},
                {"key", plan.key},
                {"keep", plan.keep},
                {"archive", plan.archive.empty() ? Json(nullptr) : Json(plan.archive)},
                {"triggers", plan.triggers},
                {"references", plan.references},
                {"referenced", plan.referenced},
                {"unique_index", plan.index_sql},
                {"scan", plan.reads_in_pieces ? "pieces" : "at once"},
                {"sample", sample}}
               .dump(2, ' ', false, Json::error_handler_t::replace) +
           "\n";
}

std::string batch_plan_text(const BatchPlanView& plan, const Style& style) {
    auto text = style.bold(plan.table) + "\n";
    if (plan.rows > 0)
        text += line("rows", fmt::format("about {} in total", grouped(plan.rows)));
    if (plan.resumes)
        text += line("resumes", fmt::format("job {}, which has changed {}", *plan.resumes,
                                            plural(plan.resumed_at, "row")));
    text += line("statement", plan.statement) + line("ranges", "of " + plan.key);
    if (plan.deletes)
        text +=
            line("archive", plan.archive.empty() ? "none: deleted rows are lost (use --archive to keep them)"
                                                 : plan.archive);
    return text;
}

std::string batch_plan_json(const BatchPlanView& plan) {
    return Json{{"table", plan.table},
                {"rows_estimated", plan.rows},
                {"statement", plan.statement},
                {"key", plan.key},
                {"archive", plan.archive.empty() ? Json(nullptr) : Json(plan.archive)}}
               .dump(2, ' ', false, Json::error_handler_t::replace) +
           "\n";
}

std::string batch_text(const JobView& job, bool deletes, const Style& style) {
    auto text = fmt::format("{}: {} {}{}\n", style.bold(job.table), plural(job.deleted, "row"),
                            deletes ? "deleted" : "updated",
                            job.archived > 0 ? fmt::format(", {} archived", grouped(job.archived)) : "");
    text += line("time", fmt::format("{} in {}, the longest {}", duration(job.elapsed_ms),
                                     plural(job.chunks, "chunk"), duration(job.longest_chunk_ms)));
    if (job.archived > 0)
        text += line("undo", fmt::format("pgmend dedupe restore {}", job.id));
    return text;
}

std::string dedupe_text(const JobView& job, const Style& style) {
    auto text = fmt::format("{}: {} deleted{}\n", style.bold(job.table), plural(job.deleted, "row"),
                            job.archived > 0 ? fmt::format(", {} archived", grouped(job.archived)) : "");
    text += line("time", fmt::format("{} in {}", duration(job.elapsed_ms), plural(job.chunks, "chunk")) +
                             (job.chunks > 0 ? fmt::format(", the longest {}", duration(job.longest_chunk_ms))
                                             : std::string()));
    if (job.repointed > 0)
        text += line("moved", plural(job.repointed, "reference"));
    if (job.left_alone > 0)
        text +=
            line("left", fmt::format("{}: changed since the scan, referenced, or kept by a trigger; run the "
                                     "command again to recheck them",
                                     plural(job.left_alone, "row")));
    if (job.archived > 0)
        text += line("undo", fmt::format("pgmend dedupe restore {}", job.id));
    if (job.vacuum_advised)
        text += line("advice", fmt::format("run VACUUM (ANALYZE) {}, or leave it to autovacuum", job.table));
    return text;
}

std::string dedupe_json(const JobView& job) {
    return json_of(job).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string jobs_text(const std::vector<JobView>& jobs, const Style& style) {
    if (jobs.empty())
        return "no jobs\n";
    auto text = style.dim(fmt::format("{:>4}  {:<9} {:>11} {:>11}  {:<16}  {}\n", "job", "state", "rows done",
                                      "remaining", "last change, UTC", "table"));
    for (const auto& job : jobs) {
        const auto state = fit(job.state, 9);
        text += fmt::format("{:>4}  {} {:>11} {:>11}  {:<16}  {}\n", job.id,
                            job.state == "done"     ? style.green(state)
                            : job.state == "failed" ? style.red(state)
                                                    : state,
                            grouped(job.deleted), grouped(job.remaining), minute(job.updated_at),
                            cut(without_public(job.table), 40));
        if (!job.error.empty())
            text += fmt::format("      {}\n", wrapped(job.error, 74, "      "));
    }
    return text;
}

std::string job_text(const JobView& job, const Style& style) {
    auto text = fmt::format("job {}: {} {}, {}\n", job.id, job.kind, style.bold(job.table), job.state);
    text += line("started", fmt::format("{} by {}", job.started_at, job.started_by)) +
            line("changed", job.updated_at);
    const bool batch = job.kind == "batch";
    if (batch)
        text += line("statement", Json::parse(job.options).value("statement", "")) +
                line("rows", grouped(job.deleted) + " changed");
    else
        text += line("deleted",
                     fmt::format("{} of {}", grouped(job.deleted), plural(job.duplicates, "duplicate")));
    if (job.archived > 0)
        text += line("archive", fmt::format("{} in {}", plural(job.archived, "row"), job.archive));
    if (job.repointed > 0)
        text += line("moved", plural(job.repointed, "reference"));
    if (job.left_alone > 0)
        text += line("left", plural(job.left_alone, "row"));
    if (!batch)
        text += line("remaining", plural(job.remaining, "row"));
    text += line("chunks",
                 fmt::format("{}, the longest {}", grouped(job.chunks), duration(job.longest_chunk_ms))) +
            line("time", duration(job.elapsed_ms));
    if (!job.error.empty())
        text += line("error", job.error);
    if (job.state != "done" && job.state != "cancelled")
        text += line("next", fmt::format("pgmend jobs resume {0}, or pgmend jobs cancel {0}", job.id));
    return text;
}

std::string jobs_json(const std::vector<JobView>& jobs) {
    Json list = Json::array();
    for (const auto& job : jobs) {
        auto body = json_of(job);
        body["started_by"] = job.started_by;
        body["started_at"] = job.started_at;
        body["updated_at"] = job.updated_at;
        body["options"] = Json::parse(job.options, nullptr, false);
        list.push_back(std::move(body));
    }
    return Json{{"jobs", list}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string restore_text(const RestoreView& restored, const Style& style) {
    auto text = fmt::format("{}: {} restored in {}\n", style.bold(restored.table),
                            plural(restored.restored, "row"), duration(restored.elapsed_ms));
    if (restored.conflicts > 0)
        text += fmt::format("  {}: the table rejects {}\n",
                            style.yellow(plural(restored.conflicts, "row") + " left in the archive"),
                            restored.conflicts == 1 ? "it" : "them");
    for (const auto& sample : restored.samples)
        text += fmt::format("    {}\n", cut(sample, 76));
    return text;
}

std::string restore_json(const RestoreView& restored) {
    return Json{{"job", std::to_string(restored.job)}, {"table", restored.table},
                {"restored", restored.restored},       {"conflicts", restored.conflicts},
                {"samples", restored.samples},         {"elapsed_ms", restored.elapsed_ms}}
               .dump(2, ' ', false, Json::error_handler_t::replace) +
           "\n";
}

} // namespace pgmend::report
