#pragma once

#include "migrate/ledger_queries.hpp"
#include "migrate/session.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pgmend::migrate {

/// What is recorded when a revision has been run.
struct LedgerEntry {
    std::string revision;
    std::string direction;
    std::optional<std::string> checksum;
    std::size_t statements = 0;
    std::size_t done = 0;
    std::size_t skipped = 0;
    std::string done_checksum;
    std::optional<std::string> down_sql;
    std::vector<std::string> parents; ///< of the revision: a run that is left open holds while they stay
    bool finished = true;
    bool closes = false; ///< the revision's open run ends with this one: it takes that one back
};

/// The table pgmend.ledger. Without the right to create it nothing is recorded: enabled() is false then.
class Ledger {
  public:
    /// Looks only; creates nothing.
    explicit Ledger(Session& session);

    bool enabled() const noexcept { return enabled_; }
    /// Whether there is one, or ensure() could make it.
    static bool possible(Session& session);
    /// Creates schema and table when they are missing, or brings those of an older pgmend up to date, in a
    /// transaction of its own. Warns when it is not allowed to create them.
    void ensure(const Listener& listener);

    /// The statement that records an entry in the transaction of the revision.
    pg::Query insert_query(const LedgerEntry& entry) const;
    /// The statement that brings an open run up to date.
    pg::Query update_query(long long id, const LedgerEntry& entry) const;
    /// Inserts an open run, and closes the revision's older ones, which did not hold; its id.
    long long open(const LedgerEntry& entry);
    /// The revisions with an unfinished run in this direction that still holds. Closes those that do not.
    std::set<std::string> begun(const std::string& direction);
    /// The unfinished run of a revision, if it still holds and, where these are given, was begun with the
    /// same parents.
    std::optional<OpenRun> open_run(const std::string& revision, const std::string& direction,
                                    const std::optional<std::vector<std::string>>& parents = {});
    /// The unfinished runs that still hold, the newest first, and one a revision.
    std::vector<OpenRun> open_runs();
    /// Writes a revision's checksum into the last record that says that it is applied; false when there is
    /// none.
    bool accept(const std::string& revision, const std::string& checksum);
    /// For each revision whose last recorded direction was "up" or "stamp" when the session was opened: its
    /// checksum then. Empty unless Settings::compare_files.
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
