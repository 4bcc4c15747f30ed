#pragma once

#include "maintain/chunk_size.hpp"
#include "maintain/duplicates.hpp"
#include "maintain/job.hpp"
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
    bool has_index = false;           ///< one that begins with a key column
    std::string archive;              ///< the archive's name when there is one to be
    std::string index_sql;            ///< what would keep duplicates from coming back
    std::optional<long long> resumes; ///< the job that goes on
    JobFigures figures;               ///< of that job
};

/// Counts and looks, and changes nothing.
DedupePlan plan_dedupe(pg::Connection& connection, const DedupeOptions& options);

/// A deduplication under way. It holds a lock on the table's name by a connection of its own, so that there
/// is one at a time; what it knows stands in pgmend.job, so that one which died can be resumed.
///
/// The rows that have to go are collected once into a work table, by their places and row versions, and
/// deleted by those in short transactions. A row that has changed since has another version and is left. In
/// the transaction that deletes, the kept row is looked at after the others have been locked: it must still
/// be there, unchanged and nobody about to change it, else the chunk is rolled back and done with its kept
/// rows locked. So the last copy is never deleted.
class Dedupe {
  public:
    /// Takes the lock; throws Error with exit code 7 when it is held. Finds the job to resume, if there is
    /// one on the table: throws UsageError when that has other options.
    Dedupe(const pg::Dsn& dsn, const DedupeOptions& options, const Settings& settings,
           const Listener& listener);

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
    struct Part;
    struct ChunkOutcome;
    void find_job();
    void scan();
    bool work_table_is_whole();
    std::vector<SampleGroup> sample();
    long long referenced();
    std::vector<Part> parts();
    void delete_all();
    void delete_part(const Part& part);
    ChunkOutcome try_chunk(const Part& part, long long from, long long to, bool careful, bool last);
    void run_chunk(const Part& part, long long from, long long to, bool last);
    void took_note(const ChunkOutcome& outcome, long long to);
    void wait_for_turn();
    long long rows_at_once() const;
    void build_unique_index();
    void finish();
    void begin_chunk(bool last);
    double elapsed_ms() const;
    Progress progress(std::string waiting_for = {}) const;

    pg::Dsn dsn_;
    DedupeOptions options_;
    Settings settings_;
    Listener listener_;
    pg::Connection lock_;
    pg::Connection connection_;
    JobStore store_;
    Table table_;
    Job job_;
    std::string work_;
    std::optional<Throttle> throttle_;
    std::chrono::steady_clock::time_point began_;
    double elapsed_before_ = 0;
    ChunkSize size_;
};

} // namespace pgmend::maintain
