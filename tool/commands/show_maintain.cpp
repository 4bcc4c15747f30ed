#include "commands/show_maintain.hpp"

#include "pg/quote.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

std::string keep_text(const maintain::DedupePlan& plan) {
    const auto& keep = plan.options.grouping.keep;
    const auto ties = plan.table.primary_key.empty() ? std::string("the physical order")
                                                     : maintain::column_list(plan.table.primary_key);
    if (keep.column.empty())
        return fmt::format("the first by {}", ties);
    return fmt::format("the one with the {} {}; ties by {}", keep.greatest ? "greatest" : "least",
                       keep.column, ties);
}

std::string nulls_text(const maintain::DedupePlan& plan) {
    const auto& grouping = plan.options.grouping;
    const bool nullable = std::ranges::any_of(grouping.key, [&](const std::string& key) {
        const auto* column = plan.table.find(key);
        return column == nullptr || column->nullable;
    });
    if (!nullable)
        return {};
    return grouping.nulls_same ? "equal each other"
                               : "are distinct: rows with NULL in the key are left alone";
}

std::string joined_key(const maintain::SampleGroup& group) {
    std::string text;
    for (const auto& value : group.key)
        text += fmt::format("{}{}", text.empty() ? "" : ", ", value.value_or("NULL"));
    return text;
}

} // namespace

report::DedupePlanView view(const maintain::DedupePlan& plan) {
    report::DedupePlanView shown{.table = plan.table.qualified,
                                 .rows = plan.table.rows > plan.duplicates ? plan.table.rows
                                                                           : 0, // else never analyzed
                                 .groups = plan.groups,
                                 .duplicates = plan.duplicates,
                                 .key = maintain::key_list(plan.table, plan.options.grouping),
                                 .where = plan.options.grouping.where,
                                 .keep = keep_text(plan),
                                 .nulls = nulls_text(plan),
                                 .archive = plan.archive,
                                 .referenced = plan.referenced,
                                 .repoint = plan.options.repoint,
                                 .index_for_scan = plan.index_for_scan,
                                 .reads_in_pieces = plan.reads_in_pieces,
                                 .index_sql = plan.index_sql,
                                 .builds_index = plan.options.then_unique.has_value(),
                                 .resumes = plan.resumes,
                                 .resumed_at = plan.figures.deleted};
    for (const auto& trigger : plan.table.triggers)
        shown.triggers.push_back(fmt::format("{} {}: {}", trigger.name, trigger.event, trigger.function));
    for (const auto& reference : plan.table.references)
        shown.references.push_back(fmt::format("{} of {} ({}){}", reference.name, reference.table,
                                               maintain::column_list(reference.columns),
                                               reference.indexed ? "" : "; no index starts with it: slow"));
    for (const auto& group : plan.sample)
        shown.sample.emplace_back(joined_key(group), group.rows);
    return shown;
}

report::BatchPlanView view(const maintain::BatchPlan& plan) {
    return {.table = plan.table.qualified,
            .rows = plan.table.rows,
            .statement = plan.statement.sql,
            .key = maintain::column_list(plan.table.primary_key),
            .archive = plan.archive,
            .deletes = plan.statement.deletes,
            .resumes = plan.resumes,
            .resumed_at = plan.changed};
}

report::JobView view(const maintain::Job& job) {
    return {.id = job.id,
            .kind = job.kind,
            .table = pg::quote_qualified(job.table_schema, job.table_name),
            .state = job.state,
            .duplicates = job.figures.duplicates,
            .deleted = job.figures.deleted,
            .archived = job.figures.archived,
            .repointed = job.figures.repointed,
            .left_alone = job.figures.left_alone,
            .remaining = job.unfinished() ? job.figures.last - job.figures.position : 0,
            .chunks = job.figures.chunks,
            .longest_chunk_ms = job.figures.longest_chunk_ms,
            .elapsed_ms = job.figures.elapsed_ms,
            .archive = job.archive_table.value_or(""),
            .error = job.error.value_or(""),
            .started_by = job.started_by,
            .started_at = job.started_at,
            .updated_at = job.updated_at,
            .options = job.options};
}

report::RestoreView view(const maintain::Restored& restored, long long job) {
    return {.job = job,
            .table = restored.table,
            .restored = restored.rows,
            .conflicts = restored.conflicts,
            .samples = restored.samples,
            .elapsed_ms = restored.elapsed_ms};
}

} // namespace pgmend::commands
