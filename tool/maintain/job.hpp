#pragma once

#include "maintain/work_table.hpp"
#include "pg/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pgmend::maintain {

/// What a job has done so far; written in the transaction of each chunk.
struct JobFigures {
    long long position = 0; ///< rows of the work tables that have been dealt with, over all scans
    long long last = 0;     ///< and all that were found
    long long scans = 0;
    long long duplicates = 0; ///< found, over all scans
    long long deleted = 0;
    long long archived = 0;
    long long repointed = 0;  ///< referencing rows that were moved to the kept row
    long long left_alone = 0; ///< changed since the scan, or referenced
    long long chunks = 0;
    double longest_chunk_ms = 0;
    double elapsed_ms = 0; ///< of work, without the pauses between interrupted runs
    long long chunk_rows = 0;

    bool operator==(const JobFigures&) const = default;
};

struct Job {
    long long id = 0; ///< 0 = kept in memory only, for lack of a place in the database
    std::string kind = "dedupe";
    std::string table_schema;
    std::string table_name;
    std::string options; ///< JSON, as the command wrote it
    std::string place;   ///< up to where the work table has been dealt with: WorkPlace::text()
    std::string state;   ///< scanning, planned, deleting, indexing, done, failed, cancelled
    std::optional<std::string> archive_table; ///< qualified
    std::optional<std::string> error;
    std::string started_by;
    std::string started_at;
    std::string updated_at;
    JobFigures figures;

    bool unfinished() const { return state != "done" && state != "cancelled"; }
};

/// The table pgmend.job.
class JobStore {
  public:
    /// Looks only; creates nothing.
    JobStore(pg::Connection& connection, std::string schema);

    bool exists() const noexcept { return exists_; }
    /// Creates schema and table when they are missing; false when that is not allowed.
    bool ensure();
    /// Why ensure() could not, and what would help.
    std::string why_not();

    /// Inserts the job; sets its id.
    void insert(Job& job);
    /// Writes state, figures, archive table and error, in the transaction that is open if one is.
    void update(const Job& job);
    std::vector<Job> list();
    std::optional<Job> find(long long id);
    /// The newest unfinished job of a kind on a table, as it is once a transaction that is about to write it
    /// has ended: a killed process's last chunk may be on its way.
    std::optional<Job> unfinished(const std::string& kind, const std::string& schema,
                                  const std::string& table);

    /// pgmend's schema, raw.
    const std::string& schema() const noexcept { return schema_; }
    /// A job's work table; a temporary one for a job that is kept in memory only.
    WorkTable work_table(long long id) const;

  private:
    bool may_use();
    void add_new_columns();
    std::vector<Job> read(const std::string& condition, pg::Parameters parameters);

    pg::Connection& connection_;
    std::string schema_;
    std::string table_;
    bool exists_ = false;
};

} // namespace pgmend::maintain
