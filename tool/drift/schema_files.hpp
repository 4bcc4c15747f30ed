#pragma once

#include "drift/file_names.hpp"
#include "pg/connection.hpp"

#include <filesystem>

namespace pgmend::drift {

/// What the `*.sql` files of a folder and of those in it name. Throws UsageError as run_schema_files() does.
FileNames names_in_files(const std::filesystem::path& folder);

/// Runs the `*.sql` files of a folder and of those in it on an empty database. Their order does not matter:
/// a statement that needs something which is not there yet is run again after the others. Throws pg::SqlError
/// with the place of the first statement that cannot be run at all, UsageError for a folder without files.
void run_schema_files(pg::Connection& connection, const std::filesystem::path& folder);

} // namespace pgmend::drift
