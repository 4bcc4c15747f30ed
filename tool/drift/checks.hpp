#pragma once

#include "pg/dsn.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::drift {

/// A file in checks/: a query that returns no rows if the data is correct. The comment at the start can set
/// `severity: error|warning`, `message: …`, and `timeout: 30s`.
struct Check {
    std::string name; ///< the file name without .sql
    std::string file;
    std::string sql;
    std::string severity = "error";
    std::string message;
    std::chrono::milliseconds timeout{std::chrono::seconds(30)};
};

/// The result of one check.
struct CheckOutcome {
    std::size_t rows = 0;
    std::vector<std::string> columns;
    std::vector<std::vector<std::optional<std::string>>> sample; ///< the first five rows; no value = NULL
    std::string error; ///< why it could not be told; empty = it could
};

/// Reads the *.sql files of a folder, in the order of their names. A missing folder has no checks. Throws
/// UsageError with file and line.
std::vector<Check> load_checks(const std::filesystem::path& folder);

/// Runs the checks over `jobs` connections, each in a READ ONLY transaction with its timeout.
std::vector<CheckOutcome> run_checks(const std::vector<Check>& checks, const pg::Dsn& dsn, int jobs);

} // namespace pgmend::drift
