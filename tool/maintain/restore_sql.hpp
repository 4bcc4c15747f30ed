#pragma once

#include "maintain/restore_columns.hpp"

#include <string>
#include <vector>

namespace pgmend::maintain {

/// The statements that put a piece of an archive back. Parameters of all: $1 the job, $2 the number before
/// the first row, $3 that of the last.
class RestoreSql {
  public:
    /// Values of the columns `except` need not come back as they were.
    RestoreSql(const Table& table, std::string archive, RestoreColumns columns,
               const std::vector<std::string>& except);

    /// Locks the piece, so that two restores of a job put no row back twice.
    std::string lock() const;
    /// How many of the job's rows have a value that fits nowhere ($1 only).
    std::string count_homeless() const;
    /// Names of the columns with such values.
    const std::vector<std::string>& homeless() const noexcept { return columns_.homeless; }
    /// Inserts: rows taken from the archive; rows that the table says it took; and of those that came in as
    /// they were archived their numbers in the archive, the relations and places where they are now (arrays).
    std::string insert() const;
    /// Removes from the archive the rows of $2 (numbers) that are at the places $3 (relations), $4 (places)
    /// as they were archived. $1 is the job. `look` = look there again, as triggers have run since.
    std::string remove(bool look) const;
    /// For a piece of one row that came in otherwise: the names of the columns that differ (an array).
    std::string changed() const;

  private:
    std::string with_home() const;
    std::string condition(const char* alias) const;
    std::string archived_text(const char* alias) const;
    std::string stored_text(const char* alias) const;
    std::string inserted(const char* list) const;

    const Table& table_;
    std::string archive_;
    RestoreColumns columns_;
    std::vector<HomeColumn> compared_;
};

} // namespace pgmend::maintain
