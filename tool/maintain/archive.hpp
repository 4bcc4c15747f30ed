#pragma once

#include "maintain/table.hpp"

#include <string>
#include <vector>

namespace pgmend::maintain {

/// The columns of an archive that precede the columns of the table.
inline constexpr std::string_view archive_columns = "pgmend_job, pgmend_row, pgmend_time, pgmend_kept";

/// Creates pgmend.archive_<table> with the current columns of the table if it does not exist. Columns that
/// were added to the table meanwhile are added to an existing archive. If the existing archive belongs to
/// another table with the same name, or its columns have other types, another name is used. Returns the
/// qualified name. Does not begin a transaction.
std::string ensure_archive(pg::Connection& connection, const std::string& pgmend_schema, const Table& table);

} // namespace pgmend::maintain
