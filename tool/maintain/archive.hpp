#pragma once

#include "maintain/table.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pgmend::maintain {

/// The columns of an archive that precede the columns of the table.
inline constexpr std::string_view archive_columns = "pgmend_job, pgmend_row, pgmend_time, pgmend_kept";

/// A column of an archive, and the column of the table whose values it holds.
struct ArchiveColumn {
    std::string name;
    int number = 0;         ///< the table's attribute number; 0 = not known
    bool generated = false; ///< computed by the table when it was archived
};

/// Where the rows that a job deletes are kept. The columns are bound to the table's by attribute numbers, so
/// that they find their way back after columns have been renamed, added or dropped.
struct Archive {
    std::string table; ///< qualified
    std::vector<ArchiveColumn> columns;

    /// The archive's name for a column of the table; empty without one.
    std::string name_of(const Column& column) const;
};

/// The columns as pgmend.job keeps them.
std::string to_json(const std::vector<ArchiveColumn>& columns);
std::vector<ArchiveColumn> archive_columns_of(const std::string& json);

/// The archive that a new job on the table will have; creates nothing.
std::string planned_archive(pg::Connection& connection, const std::string& pgmend_schema, const Table& table);

/// Makes pgmend.archive_<table> when it is missing, with the table's columns as they are, and gives an older
/// one the columns that the table has got since. One that belongs to another table of the same name, or whose
/// columns have other types, is left alone and another name taken. `known` is what a resumed job has: it is
/// widened, and what is in it stays bound as it was. Throws Error when triggers or rules of the archive could
/// turn rows away, or when a column's type has changed within a job. Opens no transaction.
Archive ensure_archive(pg::Connection& connection, const std::string& pgmend_schema, const Table& table,
                       const std::optional<Archive>& known);

} // namespace pgmend::maintain
