#pragma once

#include "maintain/chunk_size.hpp"
#include "maintain/chunk_sql.hpp"
#include "maintain/duplicates.hpp"
#include "maintain/job.hpp"
#include "maintain/key_scan.hpp"
#include "maintain/settings.hpp"
#include "maintain/throttle.hpp"
#include "pg/dsn.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::maintain {

struct DedupeOptions {
    std::string table; ///< as given by the user
    Grouping grouping;
    bool nulls_given = false;
    bool archive = false;
    bool repoint = false; ///< change references so that they point to the kept row
    bool vacuum = false;
    std::optional<std::string> then_unique; ///< name of the unique index to build at the end
    std::chrono::milliseconds chunk_time{200};
    ThrottleOptions throttle;
};

std::string to_json(const DedupeOptions& options);
/// Parses what to_json() has written.
DedupeOptions dedupe_options(const std::string& json);

/// A group of duplicates, as an example for the user.
struct SampleGroup {
    std::vector<std::optional<std::string>> key;
    long long rows = 0;
};

/// What a deduplication will do.
struct DedupePlan {
    Table table;
    DedupeOptions options;
    long long groups = 0;
    long long duplicates = 0; ///< exact
    std::vector<SampleGroup> sample;
    long long referenced = 0;     ///< number of duplicates that foreign keys reference
    bool reads_in_pieces = false; ///< an index on the key allows a scan in short transactions
    std::string index_for_scan;   ///< the columns of an index that would allow that; empty = it exists, or it
                                  ///< is not possible
    std::string archive;          ///< the name of the archive, if there will be one
    std::string index_sql;        ///< the statement for the unique index that prevents new duplicates
    std::optional<long long> resumes; ///< the job that is resumed
    JobFigures figures;               ///< figures of that job
};

/// Whether the scan can be made in short transactions: by an index on the key, or by places and hashes.
bool reads_in_pieces(pg::Connection& connection, const Table& table, const Grouping& grouping);

/// Counts and looks, and changes nothing.
DedupePlan plan_dedupe(pg::Connection& connection, const DedupeOptions& options, const Settings& settings);

/// A deduplication. It holds a lock on the name of the table over a connection of its own, so that only one
/// deduplication per table runs at a time. Its state is stored in pgmend.job, so that it can be resumed after
/// a crash.
///
/// First, the rows to delete are collected in a work table, with their positions and row versions. With an
/// index on the key, this is done in short transactions (KeyScan). Then the rows are deleted by position in
/// short transactions. A row that was changed meanwhile has another version and is not deleted. After the
/// rows to delete have been locked, the same transaction checks that each kept row still exists, is
/// unchanged, and is not being changed by another session. Otherwise, the chunk is rolled back and repeated
/// with its kept rows locked. Therefore, the last row of a group is never deleted.
class Dedupe {
  public:
    /// Acquires the lock, and finds the unfinished job on the table, if there is one. Throws Error (exit code
    /// 7) if the lock is held, and UsageError if the job has other options.
    Dedupe(const pg::Dsn& dsn, const DedupeOptions& options, const Settings& settings,
           const JobListener& listener);

    /// Collects the rows to delete, unless a resumed job has collected them, and returns the plan. Throws
    /// Error (exit code 5) if rows to delete are referenced and `repoint` is not set.
    DedupePlan prepare();
    /// Deletes the rows. Throws Interrupted after the current chunk if the user asks to stop.
    const Job& run();
    /// Cancels the job before anything was deleted.
    void abandon();

    const Job& job() const noexcept { return job_; }
    const Table& table() const noexcept { return table_; }
    /// Whether the job is stored in the database, so that it can be resumed.
    bool resumable() const noexcept { return job_.id != 0; }

  private:
    struct ChunkOutcome;
    void find_job();
    void scan();
    ScanFigures scan_at_once();
    ScanFigures scan_in_pieces();
    bool work_table_is_whole();
    /// Stores the final state of the job and drops the work table, in one transaction.
    void close_job();
    long long groups_left();
    long long referenced();
    /// Whether the table of that oid is one of the leaves.
    bool holds_rows(const std::string& oid) const;
    void delete_all();
    void delete_part(const WorkPlace& from, long long rows, bool lock_kept, ChunkOutcome& outcome);
    ChunkOutcome try_chunk(long long rows, bool lock_kept);
    bool run_chunk(long long rows);
    void took_note(const ChunkOutcome& outcome);
    void wait_for_turn();
    long long rows_at_once() const;
    void build_unique_index();
    void finish();
    void begin_chunk();
    double elapsed_ms() const;
    Progress progress(std::string waiting_for = {}) const;

    pg::Dsn dsn_;
    DedupeOptions options_;
    Settings settings_;
    JobListener listener_;
    pg::Connection lock_;
    pg::Connection connection_;
    JobStore store_;
    Table table_;
    Job job_;
    std::optional<Archive> archive_;
    WorkTable work_;
    ScanFigures scanned_;
    std::optional<Throttle> throttle_;
    std::chrono::steady_clock::time_point began_;
    double elapsed_before_ = 0;
    ChunkSize size_;
};

} // namespace pgmend::maintain
