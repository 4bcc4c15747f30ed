#pragma once

#include "migrate/settings.hpp"
#include "pg/connection.hpp"
#include "revision/steps.hpp"

#include <string>
#include <vector>

namespace pgmend::migrate {

/// Alembic's version table: one column, `version_num varchar(32) not null`, with the primary key
/// `<table>_pkc`, and one row per head. Its definition and its rows are exactly those of Alembic.
class VersionTable {
  public:
    /// `schema` is the schema in which the table is or will be created.
    VersionTable(std::string schema, std::string name);

    const std::string& name() const noexcept { return name_; }
    const std::string& schema() const noexcept { return schema_; }
    /// schema.name, quoted. It does not depend on search_path, which a revision may change.
    const std::string& qualified() const noexcept { return qualified_; }

    /// The statement that Alembic runs, with the schema added.
    std::string create_sql() const;
    std::string select_sql() const;
    /// Locks the table against changes of the rows until the end of the transaction, also by Alembic; waits
    /// for sessions that are changing them. Readers are not blocked.
    std::string lock_sql() const;

    /// The statements for the row changes of a step, to be run under lock_sql(). The first one checks that
    /// the table contains exactly `rows`; if not, it fails with an error for which is_moved() is true.
    std::vector<pg::Query> change_queries(const std::vector<std::string>& rows,
                                          const std::vector<revision::RowChange>& changes) const;
    /// Only the check of change_queries().
    pg::Query check_query(const std::vector<std::string>& rows) const;
    /// Statements with literals for scripts, as Alembic prints them.
    std::vector<std::string> script(const std::vector<revision::RowChange>& changes) const;

  private:
    std::string name_;
    std::string schema_;
    std::string qualified_;
    std::string check_sql_;
    std::string update_sql_;
    std::string insert_sql_;
    std::string remove_sql_;
    std::string plain_update_sql_;
    std::string plain_insert_sql_;
    std::string plain_remove_sql_;
};

/// Whether the error says that the version table does not contain the expected rows, because another process
/// has migrated meanwhile.
bool is_moved(const pg::SqlError& error);

} // namespace pgmend::migrate
