#pragma once

#include "pg/dsn.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::drift {

/// One file of checks/: a query that returns no row when all is well. Its leading comment holds the keys
/// `severity: error|warning`, `message: …`, `timeout: 30s`.
struct Check {
    std::string name; ///< the file's name without .sql
    std::string file;
    std::string sql;
    std::string severity = "error";
    std::string message;
    std::chrono::milliseconds timeout{std::chrono::seconds(30)};
};

/// The result of one.
struct CheckOutcome {
    std::size_t rows = 0;
    std::vector<std::string> columns;
    std::vector<std::vector<std::optional<std::string>>> sample; ///< the first five rows; no value = NULL
    std::string error;                                           ///< why it could not be told; empty = it could
};

/// Reads *.sql of a folder, by name; a missing folder has none. Throws UsageError with file and line.
std::vector<Check> load_checks(const std::filesystem::path& folder);

/// Runs them on `jobs` connections, each in a READ ONLY transaction with its timeout.
std::vector<CheckOutcome> run_checks(const std::vector<Check>& checks, const pg::Dsn& dsn, int jobs);

} // namespace pgmend::drift
