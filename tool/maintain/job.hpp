#pragma once

#include "maintain/table.hpp"
#include "maintain/work_table.hpp"
#include "pg/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::maintain {

/// The progress of a job; written in the transaction of each chunk.
struct JobFigures {
    long long position = 0; ///< rows of the work tables that have been processed, over all scans
    long long last = 0;     ///< all rows that were found
    long long scans = 0;
    long long duplicates = 0; ///< found, over all scans
    long long deleted = 0;
    long long archived = 0;
    long long repointed = 0;  ///< references that were changed to the kept row
    long long left_alone = 0; ///< not deleted, because they were changed since the scan or are referenced
    long long chunks = 0;
    double longest_chunk_ms = 0;
    double elapsed_ms = 0; ///< run time, without the pauses between interrupted runs
    long long chunk_rows = 0;

    bool operator==(const JobFigures&) const = default;
};

struct Job {
    long long id = 0; ///< 0 = kept in memory only, because it cannot be stored in the database
    std::string kind = "dedupe";
    std::string table_schema;
    std::string table_name;
    std::uint32_t table_oid = 0; ///< 0 = not known: an earlier version's job
    std::string options;         ///< JSON, as the command wrote it
    std::string place;           ///< up to where the work table has been dealt with: WorkPlace::text()
    std::string state;           ///< scanning, planned, deleting, indexing, running, done, failed, cancelled
    std::optional<std::string> archive_table;   ///< qualified
    std::uint32_t archive_oid = 0;              ///< when the job last wrote
    std::optional<std::string> archive_columns; ///< JSON: to_json(Archive)
    std::optional<std::string> error;
    std::string started_by;
    std::string started_at;
    std::string updated_at;
    JobFigures figures;

    bool unfinished() const { return state != "done" && state != "cancelled"; }
};

/// The qualified name that a job's table has now. Throws UsageError when the table is gone, even if there is
/// another one of its name.
std::string table_of(pg::Connection& connection, const Job& job);

/// The table pgmend.job.
class JobStore {
  public:
    /// Only checks whether the table exists and what the role may do with it; creates nothing.
    JobStore(pg::Connection& connection, std::string schema);

    /// Creates the schema and the table if they are missing. Returns false if that, or to write the table, is
    /// not allowed.
    bool ensure();
    /// Why ensure() has failed, and what would help.
    std::string why_not();

    /// Inserts the job; sets its id.
    void insert(Job& job);
    /// Writes state, figures, archive table and error, in the open transaction if there is one.
    void update(const Job& job);
    std::vector<Job> list();
    std::optional<Job> find(long long id);
    /// The newest unfinished job of a kind on a table, as it is once a transaction that is about to write it
    /// has ended: a killed process's last chunk may be on its way.
    std::optional<Job> unfinished(const std::string& kind, const Table& table);

    /// pgmend's schema, not quoted.
    const std::string& schema() const noexcept { return schema_; }
    /// The work table of a job; a temporary table for a job that is kept in memory only.
    WorkTable work_table(long long id) const;

  private:
    void look();
    void add_new_columns();
    std::vector<Job> read(const std::string& condition, pg::Parameters parameters);

    pg::Connection& connection_;
    std::string schema_;
    std::string table_;
    bool readable_ = false; ///< it exists, and the role may read it
    bool writable_ = false; ///< and write it
    bool complete_ = false; ///< it has all columns
};

} // namespace pgmend::maintain
