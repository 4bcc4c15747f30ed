#pragma once

#include "maintain/duplicates.hpp"
#include "maintain/settings.hpp"
#include "pg/dsn.hpp"

#include <string>

namespace pgmend::maintain {

/// The statement for the unique index that prevents new duplicates of a grouping.
std::string unique_index_sql(pg::Connection& connection, const Table& table, const Grouping& grouping,
                             const std::string& name);

/// Lets the server judge the expressions of a key and the condition: whether they are single ones, and
/// immutable. Throws UsageError or SqlError.
void check_expressions(pg::Connection& connection, const Table& table, const Grouping& grouping,
                       const Settings& settings);

/// Finds out before the first row is deleted that the server would not build it: rights, the name, the key of
/// partitions, space. Throws Error or SqlError.
void check_unique_index(pg::Connection& connection, const Table& table, const Grouping& grouping,
                        const std::string& name, const Settings& settings);

/// Builds it without locking out writers; an equal one that is there is enough. False when duplicates were in
/// its way; then nothing is left of it. Throws Error (exit code 5) when another index has its name.
bool try_unique_index(pg::Connection& connection, const Table& table, const Grouping& grouping,
                      const std::string& name, const Settings& settings, const JobListener& listener,
                      const pg::Dsn& dsn);

} // namespace pgmend::maintain
