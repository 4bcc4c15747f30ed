#pragma once

#include "maintain/table.hpp"

#include <string>
#include <vector>

namespace pgmend::maintain {

/// The columns that an archive has in front of the table's own.
inline constexpr std::string_view archive_columns = "pgmend_job, pgmend_row, pgmend_time, pgmend_kept";

/// Makes pgmend.archive_<table> when it is missing, with the table's columns as they are, and gives an older
/// one the columns that the table has got since. One that belongs to another table of the same name, or whose
/// columns have other types, is left alone and another name taken. Returns the qualified name. Opens no
/// transaction.
std::string ensure_archive(pg::Connection& connection, const std::string& pgmend_schema, const Table& table);

} // namespace pgmend::maintain
