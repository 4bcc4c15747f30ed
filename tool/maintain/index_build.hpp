#pragma once

#include "catalog/difference.hpp"
#include "maintain/index_spec.hpp"
#include "maintain/settings.hpp"
#include "pg/dsn.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pgmend::maintain {

enum class IndexAction {
    nothing, ///< exists and is identical
    build,   ///< does not exist
    rebuild, ///< exists, but is INVALID
    replace, ///< a different index has its name and is replaced
    conflict ///< a different index has its name
};

struct IndexOptions {
    bool replace = false;
    std::string memory; ///< maintenance_work_mem, such as "512MB"; empty = the server's setting
    bool check_space = true;
};

/// PostgreSQL's default maintenance_work_mem, used to estimate the space for sorting. pgmend does not raise
/// it: as tests/bench/index_bench.py shows, more memory makes GIN builds slower.
inline constexpr long long usual_memory_kb = 64L * 1024;

struct IndexPlan {
    IndexSpec spec;
    Table table;
    std::string name;
    std::string qualified;
    IndexAction action = IndexAction::build;
    std::string sql;
    std::vector<catalog::Difference> differences;
    std::string existing; ///< the definition of the existing index
    std::string advice;
    std::optional<long long> bytes_needed;
    std::optional<long long> bytes_free; ///< if the disk of the server is on this machine

    bool fits() const { return !bytes_needed || !bytes_free || *bytes_needed < *bytes_free; }
};

/// Compares the existing index with the desired one; the server decides what is equal. Changes nothing.
/// Throws Error with exit code 7 when somebody is building the index right now, SqlError when the server
/// would not build it.
IndexPlan plan_index(pg::Connection& connection, const IndexSpec& spec, const IndexOptions& options,
                     const Settings& settings);

/// Carries the plan out without keeping writers waiting: CREATE INDEX CONCURRENTLY; for a partitioned table
/// one on each partition, attached to one on the parent; to replace, the new one is built beside the old one
/// and takes its name. What a failed or interrupted build leaves is dropped. A BuildLock on the table is to
/// be held, from before the plan was made. Throws SqlError, or Error (exit code 4) when the disk is too
/// small, or when the index is not there at the end.
void build_index(pg::Connection& connection, const pg::Dsn& dsn, const IndexPlan& plan,
                 const IndexOptions& options, const Settings& settings, const JobListener& listener);

struct DropPlan {
    std::uint32_t index = 0;
    std::string qualified;
    std::string definition; ///< the statement that would create it again
    Table table;
    bool partitioned = false;
};

/// Throws UsageError without such an index, Error (exit code 5) when it backs a constraint.
DropPlan plan_drop(pg::Connection& connection, const std::string& name);

/// Drops the index without keeping writers waiting; one of a partitioned table with a short lock.
void drop_index(pg::Connection& connection, const DropPlan& plan, const Settings& settings,
                const JobListener& listener);

} // namespace pgmend::maintain
