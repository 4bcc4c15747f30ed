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
    nothing, ///< there and equal
    build,   ///< not there
    rebuild, ///< there, but INVALID
    replace, ///< another one has its name, and shall give way
    conflict ///< another one has its name
};

struct IndexOptions {
    bool replace = false;
    std::string memory; ///< maintenance_work_mem, such as "512MB"; empty = as the server has it
    bool check_space = true;
};

/// PostgreSQL's own maintenance_work_mem, for the estimate of the space that sorting takes. It is not raised
/// by itself: tests/bench/index_bench.py shows that GIN builds become slower, not faster, with more.
inline constexpr long long usual_memory_kb = 64L * 1024;

struct IndexPlan {
    IndexSpec spec;
    Table table;
    std::string name;
    std::string qualified;
    IndexAction action = IndexAction::build;
    std::string sql;
    std::vector<catalog::Difference> differences;
    std::string existing; ///< the definition of what is there
    std::string advice;
    std::optional<long long> bytes_needed;
    std::optional<long long> bytes_free; ///< where the server's disk is this machine's, too

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
