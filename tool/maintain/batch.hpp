#pragma once

#include "maintain/archive.hpp"
#include "maintain/batch_sql.hpp"
#include "maintain/chunk_size.hpp"
#include "maintain/job.hpp"
#include "maintain/settings.hpp"
#include "maintain/throttle.hpp"
#include "pg/dsn.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::maintain {

struct BatchOptions {
    std::string statement; ///< one UPDATE or DELETE
    bool archive = false;  ///< of a DELETE's rows
    std::chrono::milliseconds chunk_time{200};
    ThrottleOptions throttle;
};

std::string to_json(const BatchOptions& options);
/// Reads what to_json() wrote.
BatchOptions batch_options(const std::string& json);

/// What a job in batches would do, or is about to.
struct BatchPlan {
    Table table;
    BatchStatement statement;
    std::string archive;              ///< empty = none
    std::optional<long long> resumes; ///< the job that goes on
    long long changed = 0;            ///< by it so far
};

/// Looks, has the server plan a batch, and changes nothing.
BatchPlan plan_batch(pg::Connection& connection, const BatchOptions& options, const Settings& settings);

/// An UPDATE or DELETE under way, in ranges of the primary key that take about the chunk's time each. Where
/// it has come to is written in the transaction of each range, so that no row is changed twice and none is
/// passed over, however the process ends. One pass from the least key to the greatest: rows that others put
/// behind it are for the next run.
class Batch {
  public:
    /// Takes the lock; throws Error with exit code 7 when it is held, UsageError when an unfinished job on
    /// the table has another statement.
    Batch(const pg::Dsn& dsn, const BatchOptions& options, const Settings& settings,
          const JobListener& listener);

    const BatchPlan& plan() const noexcept { return plan_; }
    const Job& job() const noexcept { return job_; }
    bool resumable() const noexcept { return job_.id != 0; }
    /// Throws Interrupted after the range in hand when the user asks to stop.
    const Job& run();
    /// Gives the job up before anything was changed.
    void abandon();

  private:
    struct Outcome;
    void find_job();
    Outcome try_range(long long rows);
    /// False at the end.
    bool run_range(long long rows);
    void take_note(const Outcome& outcome);
    void wait_for_turn();
    double elapsed_ms() const;

    BatchOptions options_;
    Settings settings_;
    JobListener listener_;
    pg::Connection lock_;
    pg::Connection connection_;
    JobStore store_;
    BatchPlan plan_;
    Job job_;
    std::optional<Archive> archive_;
    std::vector<std::string> position_; ///< the key up to which it is done; empty = nothing yet
    std::optional<Throttle> throttle_;
    std::chrono::steady_clock::time_point began_;
    double elapsed_before_ = 0;
    ChunkSize size_;
};

} // namespace pgmend::maintain
