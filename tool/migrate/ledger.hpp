#pragma once

#include "migrate/ledger_queries.hpp"
#include "migrate/session.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pgmend::migrate {

/// What is recorded after a run of a revision.
struct LedgerEntry {
    std::string revision;
    std::string direction;
    std::optional<std::string> checksum;
    std::size_t statements = 0;
    std::size_t done = 0;
    std::size_t skipped = 0;
    std::string done_checksum;
    std::optional<std::string> down_sql;
    /// Parents of the revision; an open run is valid only as long as they do not change.
    std::vector<std::string> parents;
    bool finished = true;
    bool closes = false; ///< ends the open run of the revision by undoing it
};

/// The table pgmend.ledger. If it does not exist and the role may not create it, nothing is recorded, and
/// enabled() is false.
class Ledger {
  public:
    /// Only checks whether the table exists; creates nothing.
    explicit Ledger(Session& session);

    bool enabled() const noexcept { return enabled_; }
    /// Whether the ledger exists, or ensure() can create it.
    static bool possible(Session& session);
    /// Creates the schema and the table if they are missing, or upgrades those of an older pgmend, in a
    /// separate transaction. Prints a warning if the role may not create them.
    void ensure(const Listener& listener);

    /// The statement that records an entry, to be run in the transaction of the revision.
    pg::Query insert_query(const LedgerEntry& entry) const;
    /// The statement that updates an open run.
    pg::Query update_query(long long id, const LedgerEntry& entry) const;
    /// Inserts an open run and closes older ones of the revision, which are no longer valid. Returns its id.
    long long open(const LedgerEntry& entry);
    /// The revisions with a valid unfinished run in this direction. Closes runs that are no longer valid.
    std::set<std::string> begun(const std::string& direction);
    /// The unfinished run of a revision, if it is still valid and, if `parents` are given, was started with
    /// the same parents.
    std::optional<OpenRun> open_run(const std::string& revision, const std::string& direction,
                                    const std::optional<std::vector<std::string>>& parents = {});
    /// The valid unfinished runs, the newest first; one per revision.
    std::vector<OpenRun> open_runs();
    /// Writes the checksum of a revision to the last record that says that it is applied. Returns false if
    /// there is none.
    bool accept(const std::string& revision, const std::string& checksum);
    /// The recorded checksum of each revision whose last recorded direction was "up" or "stamp" when the
    /// session was opened. Empty unless Settings::compare_files is set.
    std::map<std::string, std::string> applied_checksums() const;

  private:
    void create();
    void warn_of_right(const Listener& listener);
    void renew();
    void compose();

    Session& session_;
    std::string table_;
    std::string insert_sql_;
    std::string closing_insert_sql_;
    std::string update_sql_;
    bool enabled_;
    bool has_parents_;
};

} // namespace pgmend::migrate
