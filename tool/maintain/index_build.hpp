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

/// Compares the existing index with the desired one; the server determines whether they are identical.
/// Changes nothing. Throws Error (exit code 7) if another session is building the index.
IndexPlan plan_index(pg::Connection& connection, const IndexSpec& spec, const IndexOptions& options);

/// Executes the plan without blocking writers, with CREATE INDEX CONCURRENTLY. For a partitioned table, an
/// index is built on each partition and attached to the index of the parent. To replace an index, the new one
/// is built under another name, and then the names are swapped. The leftovers of a failed or interrupted
/// build are dropped. Throws SqlError, and Error (exit code 4) if there is not enough disk space.
void build_index(pg::Connection& connection, const pg::Dsn& dsn, const IndexPlan& plan,
                 const IndexOptions& options, const JobListener& listener);

/// Drops an index without blocking writers. An index that belongs to a constraint is rejected. Returns the
/// statement that creates the index again.
std::string drop_index(pg::Connection& connection, const std::string& name, bool dry_run);

} // namespace pgmend::maintain
