#pragma once

#include "report/style.hpp"

#include <map>
#include <string>
#include <vector>

namespace pgmend::report {

/// The result of a sync.
struct SyncSummary {
    long long issues = 0, created = 0, updated = 0, unchanged = 0, history_rows = 0, rejected = 0;
    std::map<std::string, long long> reject_kinds;
    std::string reject_file; ///< empty = none
    std::string truncated;   ///< inputs that ended too early; empty = none
    double milliseconds = 0;
};

std::string sync_text(const SyncSummary& summary, const Style& style);
/// {"issues", "created", "updated", "unchanged", "history_rows", "rejected", "reject_file", "truncated",
/// "elapsed_ms"}
std::string sync_json(const SyncSummary& summary);

/// A line of `sync status`.
struct SyncRun {
    std::string id, started, completed, status, details;
    long long processed = 0, created = 0, updated = 0, errors = 0;
};

std::string runs_text(const std::vector<SyncRun>& runs, const Style& style);
/// {"runs": […]}
std::string runs_json(const std::vector<SyncRun>& runs);

} // namespace pgmend::report
