#pragma once

#include "report/style.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pgmend::report {

/// What a deduplication will do.
struct DedupePlanView {
    std::string table;
    long long rows = 0; ///< the server's estimate
    long long groups = 0;
    long long duplicates = 0;
    std::string key;
    std::string where; ///< empty = all rows
    std::string keep;
    std::string nulls; ///< empty = no key column can be NULL
    std::string archive;
    std::vector<std::string> triggers;
    std::vector<std::string> references;
    long long referenced = 0;
    bool repoint = false;
    std::string index_for_scan; ///< columns of an index that would allow a scan in pieces
    bool reads_in_pieces = false;
    std::string index_sql;
    bool builds_index = false;
    std::optional<long long> resumes;
    long long resumed_at = 0; ///< rows deleted by earlier runs of the job
    std::vector<std::pair<std::string, long long>> sample;
};

std::string dedupe_plan_text(const DedupePlanView& plan, const Style& style);
std::string dedupe_plan_json(const DedupePlanView& plan);

/// What a job in batches is about to do.
struct BatchPlanView {
    std::string table;
    long long rows = 0; ///< the server's estimate
    std::string statement;
    std::string key;
    std::string archive;
    bool deletes = false;
    std::optional<long long> resumes;
    long long resumed_at = 0; ///< rows changed before
};

std::string batch_plan_text(const BatchPlanView& plan, const Style& style);
std::string batch_plan_json(const BatchPlanView& plan);

/// A job and its figures.
struct JobView {
    long long id = 0; ///< 0 = it is not stored
    std::string kind;
    std::string table;
    std::string state;
    long long scanned = 0; ///< the server's estimate of the number of rows; 0 = not known
    long long duplicates = 0;
    long long deleted = 0;
    long long archived = 0;
    long long repointed = 0;
    long long left_alone = 0;
    long long remaining = 0;
    long long chunks = 0;
    double longest_chunk_ms = 0;
    double elapsed_ms = 0;
    std::string archive;
    std::string error;
    std::string started_by;
    std::string started_at;
    std::string updated_at;
    std::string options; ///< JSON
    bool vacuum_advised = false;
};

std::string batch_text(const JobView& job, bool deletes, const Style& style);
std::string dedupe_text(const JobView& job, const Style& style);
std::string dedupe_json(const JobView& job);
std::string jobs_text(const std::vector<JobView>& jobs, const Style& style);
std::string job_text(const JobView& job, const Style& style);
std::string jobs_json(const std::vector<JobView>& jobs);

struct RestoreView {
    long long job = 0;
    std::string table;
    long long restored = 0;
    long long conflicts = 0;
    std::vector<std::string> samples;
    double elapsed_ms = 0;
};

std::string restore_text(const RestoreView& restored, const Style& style);
std::string restore_json(const RestoreView& restored);

} // namespace pgmend::report
