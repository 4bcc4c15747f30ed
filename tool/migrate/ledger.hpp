#pragma once

#include "migrate/session.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace pgmend::migrate {

/// The unfinished run of a revision whose statements are not all in one transaction.
struct OpenRun {
    long long id = 0;
    std::string revision;
    std::string direction; ///< "up" or "down"
    std::size_t done = 0;  ///< statements done, from the first
    std::size_t skipped = 0;
    std::string done_checksum; ///< of the statements done
};

/// What is recorded when a revision has been run.
struct LedgerEntry {
    std::string revision;
    std::string direction;
    std::string checksum;
    std::size_t statements = 0;
    std::size_t done = 0;
    std::size_t skipped = 0;
    std::string done_checksum;
    std::optional<std::string> down_sql;
    bool finished = true;
};

/// The table pgmend.ledger. Without the right to create it nothing is recorded: enabled() is false then.
class Ledger {
  public:
    /// Looks only; creates nothing.
    explicit Ledger(Session& session);

    bool enabled() const noexcept { return enabled_; }
    /// Whether there is one, or ensure() could make it.
    static bool possible(Session& session);
    /// Creates schema and table when they are missing, in a transaction of its own. Warns when that is not
    /// allowed.
    void ensure(const Listener& listener);

    /// The statement that records an entry in the transaction of the revision.
    pg::Query insert_query(const LedgerEntry& entry) const;
    /// The statement that brings an open run up to date.
    pg::Query update_query(long long id, const LedgerEntry& entry) const;
    /// Inserts an open run; its id.
    long long open(const LedgerEntry& entry);
    /// The revisions with an unfinished run in this direction.
    std::set<std::string> begun(const std::string& direction);
    std::optional<OpenRun> open_run(const std::string& revision, const std::string& direction);
    /// For each revision whose last recorded direction was "up" when the session was opened: its checksum
    /// then. Empty unless Settings::compare_files.
    std::map<std::string, std::string> applied_checksums() const;
    /// The down section as it was when the revision was applied.
    std::optional<std::string> down_sql(const std::string& revision);

  private:
    void create();

    Session& session_;
    std::string table_;
    std::string insert_sql_;
    std::string update_sql_;
    bool enabled_;
};

} // namespace pgmend::migrate
