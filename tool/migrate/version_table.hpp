#pragma once

#include "migrate/settings.hpp"
#include "pg/connection.hpp"
#include "revision/steps.hpp"

#include <string>
#include <vector>

namespace pgmend::migrate {

/// Alembic's version table: one column `version_num varchar(32) not null` with the primary key `<table>_pkc`,
/// one row a head. Only its definition and its rows are shared with Alembic, byte for byte.
class VersionTable {
  public:
    /// `schema` is where the table is, or will be.
    VersionTable(std::string schema, std::string name);

    const std::string& name() const noexcept { return name_; }
    const std::string& schema() const noexcept { return schema_; }
    /// schema.name, quoted: search_path has no say, since a revision may change it.
    const std::string& qualified() const noexcept { return qualified_; }

    /// The statement that Alembic issues, with the schema spelled out.
    std::string create_sql() const;
    std::string select_sql() const;
    /// Waits for whoever changes the rows and keeps others from it, Alembic too, up to the end of the
    /// transaction; reading goes on.
    std::string lock_sql() const;

    /// Statements for a step's row changes, to be run under lock_sql(). The first one checks that the table
    /// holds exactly `rows` and fails with is_moved() otherwise.
    std::vector<pg::Query> change_queries(const std::vector<std::string>& rows,
                                          const std::vector<revision::RowChange>& changes) const;
    /// Only the check.
    pg::Query check_query(const std::vector<std::string>& rows) const;
    /// Plain statements with literals, as Alembic prints them, for scripts.
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

/// Whether the error says that the version table does not hold the rows that were expected: somebody else has
/// migrated meanwhile.
bool is_moved(const pg::SqlError& error);

} // namespace pgmend::migrate
