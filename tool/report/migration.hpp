#pragma once

#include "report/style.hpp"
#include "report/unfinished.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pgmend::report {

/// A revision that was applied or undone.
struct AppliedLine {
    std::string revision;
    std::string message;
    std::size_t statements = 0;
    std::size_t skipped = 0;
    double milliseconds = 0;
};

std::string applied_text(const AppliedLine& line, const Style& style);
/// {"applied": […], "heads": […]}
std::string applied_json(const std::vector<AppliedLine>& applied, const std::vector<std::string>& heads);
/// {"applied": […], "heads": […], "error": {…}}; `error` is the result of error_json().
std::string failed_json(const std::vector<AppliedLine>& applied, const std::vector<std::string>& heads,
                        const std::string& error);

/// A lock that a statement takes.
struct PlanLock {
    std::string relation;
    std::string mode;   ///< as in pg_locks
    std::string blocks; ///< what other sessions cannot do meanwhile
    std::string why;    ///< empty = it is the relation that the statement is about
};

/// A hazard of a statement.
struct PlanHazard {
    std::string rule;
    std::string severity;
    std::string message;
    std::string instead;
};

/// One statement of a plan.
struct PlanLine {
    std::string sql;
    std::string file;
    int line = 0;
    std::string action; ///< run, skip, conflict, unknown, done
    std::string object_kind;
    std::string object_name;
    std::string reason;
    std::string left_by; ///< for a conflict: the later revision that leaves the object as it is
    std::vector<std::vector<std::string>> differences; ///< attribute, existing, wanted
    std::vector<PlanLock> locks;
    std::string work;     ///< instant, scan, build, rewrite, rows, unknown
    std::string note;     ///< why the work is what it is
    std::string relation; ///< the existing relation that the statement is about; empty = none
    long long bytes = 0;
    long long rows = -1;
    std::vector<PlanHazard> hazards;
    std::string original_sql;    ///< the statement of the file that this one replaces; otherwise empty
    bool starts_segment = false; ///< another transaction begins before it
    bool transactional = true;
};

struct PlanStep {
    std::string revision;
    std::string message;
    bool one_transaction = true;
    std::string note; ///< says if an earlier run has completed a part of it; otherwise empty
    std::vector<PlanLine> statements;
};

struct PlanView {
    std::string direction;
    std::vector<std::string> from;
    std::vector<std::string> to;
    std::vector<PlanStep> steps;
    std::vector<UnfinishedLine> unfinished; ///< unfinished revisions, whether they are in a step or not
    std::vector<std::string> warnings; ///< warnings of the plan as a whole; in JSON only, because otherwise
                                       ///< they are printed separately
};

/// "8 kB", "1.5 GB".
std::string size_text(long long bytes);

/// `notes`: also show hazards of severity info.
std::string plan_text(const PlanView& plan, bool notes, const Style& style);
std::string plan_json(const PlanView& plan);

} // namespace pgmend::report
