#pragma once

#include "maintain/duplicates.hpp"
#include "maintain/settings.hpp"
#include "pg/dsn.hpp"

#include <string>

namespace pgmend::maintain {

/// The statement for the unique index that prevents new duplicates of a grouping.
std::string unique_index_sql(pg::Connection& connection, const Table& table, const Grouping& grouping,
                             const std::string& name);

/// Builds the index without blocking writers, unless an identical one exists. Returns false if there are
/// duplicates; then no index remains. Throws Error (exit code 5) if a different index has its name.
bool try_unique_index(pg::Connection& connection, const Table& table, const Grouping& grouping,
                      const std::string& name, const JobListener& listener, const pg::Dsn& dsn);

} // namespace pgmend::maintain
