#pragma once

#include "pg/connection.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pgmend::migrate {

class Session;

/// A query on the ledger for one version table. It owns the text to which the pg::Query refers.
struct LedgerQuery {
    std::string sql;
    std::string version_table;

    pg::Query query() const { return {.sql = sql, .parameters = {version_table}}; }
};

/// Selects all records for the session's version table; for records_of().
LedgerQuery recorded_query(const Session& session);

/// A query for the first records of any version table; for records_of(). If it returns `limit` rows, there
/// may be more, and recorded_query() is to be run instead.
struct FirstRecords {
    static constexpr std::size_t limit = 1000;
    std::string sql;

    pg::Query query() const { return {.sql = sql, .parameters = {static_cast<long long>(limit)}}; }
};
FirstRecords first_records_query(const Session& session);

/// Selects the unfinished runs for the session's version table; for open_runs_of().
LedgerQuery unfinished_query(const Session& session);

/// The revisions of the session's version table that were applied and undone. Their down sections may have
/// left objects. Empty without a ledger.
std::set<std::string> taken_back(Session& session);

/// A row of the ledger.
struct Record {
    long long id = 0;
    std::string revision;
    std::string direction; ///< "up", "down" or "stamp"
    std::optional<std::string> checksum;
    bool complete = false; ///< finished, with all its statements
};

/// The records of the session's version table in the order in which the runs were started.
std::vector<Record> records_of(const pg::Result& found, const Session& session);

/// The revisions whose last record says that they are applied, unless a later stamp excludes them.
std::set<std::string> applied_by(const std::vector<Record>& records);

/// The unfinished run of a revision whose statements are not all in one transaction.
struct OpenRun {
    long long id = 0;
    std::string revision;
    std::string direction; ///< "up" or "down"
    std::size_t statements = 0;
    std::size_t done = 0; ///< number of finished statements, from the first
    std::size_t skipped = 0;
    std::string done_checksum; ///< checksum of the finished statements
    /// Parents of the revision when the run was started; none = not recorded.
    std::optional<std::vector<std::string>> parents;
    /// False if the revision or its parents were run again meanwhile, or if there was a stamp.
    bool holds = true;
};

/// The unfinished runs, the newest first.
std::vector<OpenRun> open_runs_of(const pg::Result& found);

} // namespace pgmend::migrate
