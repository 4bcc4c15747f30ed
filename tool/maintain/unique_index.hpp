#pragma once

#include "maintain/duplicates.hpp"
#include "maintain/settings.hpp"
#include "pg/dsn.hpp"

#include <string>

namespace pgmend::maintain {

/// The statement for the unique index that keeps duplicates of a grouping from coming back.
std::string unique_index_sql(pg::Connection& connection, const Table& table, const Grouping& grouping,
                             const std::string& name);

/// Builds it without locking out writers; an equal one that is there is enough. False when duplicates were in
/// its way; then nothing is left of it. Throws Error (exit code 5) when another index has its name.
bool try_unique_index(pg::Connection& connection, const Table& table, const Grouping& grouping,
                      const std::string& name, const JobListener& listener, const pg::Dsn& dsn);

} // namespace pgmend::maintain
