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
    std::string table; ///< as the user named it
    Grouping grouping;
    bool nulls_given = false;
    bool archive = false;
    bool repoint = false; ///< move references to the kept row
    bool vacuum = false;
    std::optional<std::string> then_unique; ///< name of the unique index that comes last
    std::chrono::milliseconds chunk_time{200};
    ThrottleOptions throttle;
};

std::string to_json(const DedupeOptions& options);
/// Reads what to_json() wrote.
DedupeOptions dedupe_options(const std::string& json);

/// A group of duplicates, for people.
struct SampleGroup {
    std::vector<std::optional<std::string>> key;
    long long rows = 0;
};

/// What a deduplication would do, or is about to.
struct DedupePlan {
    Table table;
    DedupeOptions options;
    long long groups = 0;
    long long duplicates = 0; ///< exact
    std::vector<SampleGroup> sample;
    long long referenced = 0;         ///< of the duplicates: rows that foreign keys point at
    bool reads_in_pieces = false;     ///< an index on the key lets the scan be made in short transactions
    std::string index_for_scan;       ///< the columns of one that would; empty = it is there, or cannot be
    std::string archive;              ///< the archive's name when there is one to be
    std::string index_sql;            ///< what would keep duplicates from coming back
    std::optional<long long> resumes; ///< the job that goes on
    JobFigures figures;               ///< of that job
};

/// Whether the scan can be made in short transactions: by an index on the key, or by places and hashes.
bool reads_in_pieces(pg::Connection& connection, const Table& table, const Grouping& grouping);

/// Counts and looks, and changes nothing.
DedupePlan plan_dedupe(pg::Connection& connection, const DedupeOptions& options, const Settings& settings);

/// A deduplication under way. It holds a lock on the table's name by a connection of its own, so that there
/// is one at a time; what it knows stands in pgmend.job, so that one which died can be resumed.
///
/// The rows that have to go are collected once into a work table, by their places and row versions, and
/// deleted by those in short transactions. By way of an index on the key the collecting is done in short
/// ones, too (KeyScan). A row that has changed since has another version and is left. In
/// the transaction that deletes, the kept row is looked at after the others have been locked: it must still
/// be there, unchanged and nobody about to change it, else the chunk is rolled back and done with its kept
/// rows locked. So the last copy is never deleted.
class Dedupe {
  public:
    /// Takes the lock; throws Error with exit code 7 when it is held. Finds the job to resume, if there is
    /// one on the table: throws UsageError when that has other options.
    Dedupe(const pg::Dsn& dsn, const DedupeOptions& options, const Settings& settings,
           const JobListener& listener);

    /// Collects the rows that have to go, unless a resumed job has them, and tells what will be done. Throws
    /// Error (exit code 5) when rows that have to go are referenced and may not be repointed.
    DedupePlan prepare();
    /// Deletes. Throws Interrupted after the chunk in flight when the user asks to stop.
    const Job& run();
    /// Gives the job up before anything was deleted.
    void abandon();

    const Job& job() const noexcept { return job_; }
    const Table& table() const noexcept { return table_; }
    /// False when nothing can be kept in the database.
    bool resumable() const noexcept { return job_.id != 0; }

  private:
    struct ChunkOutcome;
    void find_job();
    void scan();
    ScanFigures scan_at_once();
    ScanFigures scan_in_pieces();
    bool work_table_is_whole();
    /// The job in its last state, and the work table gone, both or neither.
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
