#pragma once

#include "migrate/settings.hpp"
#include "migrate/version_table.hpp"
#include "pg/connection.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pgmend::migrate {

/// The connection of a migrating command, and what was learned of the database when it was opened, in two
/// round trips.
class Session {
  public:
    /// Connects and reads. Changes nothing. Throws SqlError.
    Session(const pg::Dsn& dsn, const Settings& settings);
    /// The same over a connection that was begun earlier with connecting().
    Session(pg::Connecting&& connecting, const Settings& settings);

    /// Begins to connect.
    static pg::Connecting connecting(const pg::Dsn& dsn, const Settings& settings);

    pg::Connection& connection() noexcept { return connection_; }
    const pg::Dsn& dsn() const noexcept { return dsn_; }
    const Settings& settings() const noexcept { return settings_; }
    const VersionTable& version_table() const noexcept { return version_table_; }

    /// The first schema of search_path; empty when none of them exists.
    std::string schema() const { return schemas_.empty() ? std::string() : schemas_.front(); }
    /// False until somebody has created it.
    bool has_version_table() const noexcept { return has_version_table_; }
    bool has_pgmend_schema() const noexcept { return has_pgmend_schema_; }
    bool has_ledger() const noexcept { return has_ledger_; } ///< and the role may read it
    bool writes_ledger() const noexcept { return writes_ledger_; }
    bool ledger_is_barred() const noexcept {
        return ledger_is_barred_;
    } ///< it is there and may not be written
    /// False for a ledger that an older pgmend has made: without its index, and its column `parents`.
    bool has_ledger_index() const noexcept { return has_ledger_index_; }
    /// The rows of the version table when they were last read.
    const std::vector<std::string>& rows() const noexcept { return rows_; }
    /// What records_of() reads, as it was when the session was opened. Empty unless Settings::compare_files.
    const std::optional<pg::Result>& recorded() const noexcept { return recorded_; }
    /// What open_runs_of() reads, as it was when the session was opened: once, since later it may be out of
    /// date. Empty unless Settings::find_unfinished.
    std::optional<pg::Result> take_unfinished() { return std::exchange(unfinished_, std::nullopt); }
    /// The server is a standby or the session may not write.
    bool read_only() const noexcept { return read_only_; }
    /// A proxy stands in between that may give each transaction another server session.
    bool pooled() const noexcept { return pooled_; }

    /// Reads everything again, in one round trip once the version table is known.
    void refresh();
    /// Connects again, for as long as that takes but no longer than `patience`, reads everything again and
    /// prepares for changes. Throws SqlError, Error.
    void reconnect(std::chrono::milliseconds patience);
    /// Prepares the connection for changes: the server ends what runs when this client dies (PostgreSQL 14
    /// and later), so that a killed command leaves nothing behind that works on, and the defaults of role and
    /// database play no part any more. A database that is read-only by them is warned of. Throws Error for
    /// what is read-only otherwise.
    void prepare_for_changes(const Listener& listener = {});
    /// Statements that open a transaction: BEGIN and its limits. `durable` = the commit must be on disk when
    /// it returns; else a crash of the server may lose it, whole.
    std::vector<pg::Query> begin_queries(bool durable) const;
    /// The limits of begin_queries() as statements that take no snapshot.
    const std::vector<std::string>& limits() const noexcept { return limits_; }
    /// What prepare_for_changes() has set for the session, as statements.
    const std::vector<std::string>& own_settings() const noexcept { return own_settings_; }
    /// Runs begin_queries().
    void begin(bool durable);
    /// A name for a prepared statement that this session has not used yet.
    std::string new_statement_name();

  private:
    void learn(const pg::Result& facts);
    bool is_read_only_by_default();
    void place_version_table();
    void read_tables();
    pg::Query facts_query() const;
    void keep_rows(const pg::Result& rows);

    pg::Dsn dsn_;
    Settings settings_;
    pg::Connection connection_;
    VersionTable version_table_;
    std::vector<std::string> schemas_; ///< those of search_path that exist
    bool has_version_table_ = false;
    bool has_pgmend_schema_ = false;
    bool has_ledger_ = false;
    bool writes_ledger_ = false;
    bool ledger_is_barred_ = false;
    bool has_ledger_index_ = false;
    bool standby_ = false;
    bool read_only_ = false;
    bool pooled_ = false;
    int names_given_ = 0;
    std::vector<std::string> own_settings_;
    std::vector<std::string> limits_;
    std::vector<std::string> rows_;
    std::optional<pg::Result> recorded_;
    std::optional<pg::Result> unfinished_;
};

} // namespace pgmend::migrate
