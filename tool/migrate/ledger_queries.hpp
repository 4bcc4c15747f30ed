#pragma once

#include "pg/connection.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pgmend::migrate {

class Session;

/// A query on the ledger for one version table; it keeps the text that a pg::Query only points to.
struct LedgerQuery {
    std::string sql;
    std::string version_table;

    pg::Query query() const { return {.sql = sql, .parameters = {version_table}}; }
};

/// All that is recorded of the session's version table; for records_of().
LedgerQuery recorded_query(const Session& session);
/// The unfinished runs of the session's version table; for open_runs_of().
LedgerQuery unfinished_query(const Session& session);

/// The revisions that have been applied and taken back, by the session's version table; their down sections
/// may have left something behind. Empty without a ledger.
std::set<std::string> taken_back(Session& session);

/// A row of the ledger.
struct Record {
    long long id = 0;
    std::string revision;
    std::string direction; ///< "up", "down" or "stamp"
    std::optional<std::string> checksum;
    bool complete = false; ///< finished, and none of its statements left
};

/// In the order in which they were begun.
std::vector<Record> records_of(const pg::Result& found);

/// The revisions that were applied last time that anything was recorded of them, and not stamped over since.
std::set<std::string> applied_by(const std::vector<Record>& records);

/// The unfinished run of a revision whose statements are not all in one transaction.
struct OpenRun {
    long long id = 0;
    std::string revision;
    std::string direction; ///< "up" or "down"
    std::size_t statements = 0;
    std::size_t done = 0; ///< statements done, from the first
    std::size_t skipped = 0;
    std::string done_checksum; ///< of the statements done
    std::optional<std::vector<std::string>>
        parents;       ///< the revision's, when it was begun; none = not recorded
    bool holds = true; ///< nothing has happened since to the revision or its parents, and nobody has stamped
};

/// The newest first.
std::vector<OpenRun> open_runs_of(const pg::Result& found);

} // namespace pgmend::migrate
