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

/// The connection of a migrating command, and what was read from the database when it was opened, in two
/// round trips.
class Session {
  public:
    /// Connects and reads; changes nothing. Throws SqlError.
    Session(const pg::Dsn& dsn, const Settings& settings);
    /// The same for a connection that was started with connecting().
    Session(pg::Connecting&& connecting, const Settings& settings);

    /// Starts to connect.
    static pg::Connecting connecting(const pg::Dsn& dsn, const Settings& settings);

    pg::Connection& connection() noexcept { return connection_; }
    const pg::Dsn& dsn() const noexcept { return dsn_; }
    const Settings& settings() const noexcept { return settings_; }
    const VersionTable& version_table() const noexcept { return version_table_; }

    /// The first existing schema in search_path; empty if there is none.
    std::string schema() const { return schemas_.empty() ? std::string() : schemas_.front(); }
    /// Whether the version table exists.
    bool has_version_table() const noexcept { return has_version_table_; }
    bool has_pgmend_schema() const noexcept { return has_pgmend_schema_; }
    /// Whether the ledger exists and the role may read it.
    bool has_ledger() const noexcept { return has_ledger_; }
    /// Whether the role may also write it; assumed until refresh() has asked.
    bool writes_ledger() const noexcept { return writes_ledger_; }
    /// Whether the ledger exists, but the role may not write it.
    bool ledger_is_barred() const noexcept { return ledger_is_barred_; }
    /// False for a ledger of an older pgmend, which does not have the index and the column `parents`.
    bool has_ledger_index() const noexcept { return has_ledger_index_; }
    /// The rows of the version table when it was last read.
    const std::vector<std::string>& rows() const noexcept { return rows_; }
    /// The result for records_of(), as of the opening of the session. Empty unless Settings::compare_files is
    /// set.
    const std::optional<pg::Result>& recorded() const noexcept { return recorded_; }
    /// The result for open_runs_of(), as of the opening of the session. It can be taken only once, because it
    /// may be outdated later. Empty unless Settings::find_unfinished is set.
    std::optional<pg::Result> take_unfinished() { return std::exchange(unfinished_, std::nullopt); }
    /// Whether the server is a standby or the session may not write.
    bool read_only() const noexcept { return read_only_; }
    /// Whether the connection goes through a pooler that may run each transaction in another server session.
    bool pooled() const noexcept { return pooled_; }

    /// Reads everything again; one round trip if the version table is known.
    void refresh();
    /// Tries to reconnect for at most `patience`, reads everything again, and prepares for changes. Throws
    /// SqlError, Error.
    void reconnect(std::chrono::milliseconds patience);
    /// Prepares the connection for changes. If this client dies, the server cancels the running statement
    /// (PostgreSQL 14 and later), so that a killed command leaves nothing running. The defaults of the role
    /// and the database no longer apply. If these make the session read-only, a warning is printed; if it is
    /// read-only for another reason, Error is thrown.
    void prepare_for_changes(const Listener& listener = {});
    /// The statements that begin a transaction: BEGIN and its limits. `durable` = the commit returns only
    /// when it is on disk; otherwise, a crash of the server may lose it, as a whole.
    std::vector<pg::Query> begin_queries(bool durable) const;
    /// The limits of begin_queries() as statements that need no snapshot.
    const std::vector<std::string>& limits() const noexcept { return limits_; }
    /// The settings that prepare_for_changes() has made, as statements.
    const std::vector<std::string>& own_settings() const noexcept { return own_settings_; }
    /// Runs begin_queries().
    void begin(bool durable);
    /// A name for a prepared statement that is unique in this session.
    std::string new_statement_name();

  private:
    void look(std::string_view facts);
    void learn(const pg::Result& facts);
    bool is_read_only_by_default();
    void place_version_table();
    void read_tables();
    pg::Query facts_query(std::string_view facts) const;
    void keep_rows(const pg::Result& rows);

    pg::Dsn dsn_;
    Settings settings_;
    pg::Connection connection_;
    VersionTable version_table_;
    std::vector<std::string> schemas_; ///< the existing schemas in search_path
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
