#pragma once

#include "maintain/settings.hpp"
#include "maintain/table.hpp"
#include "pg/dsn.hpp"

namespace pgmend::maintain {

/// The right to build or drop indexes of a table, among pgmend processes: one at a time. Concurrent builds on
/// one table would wait for each other, and may end in a deadlock. Held by a connection of its own, which is
/// idle without a snapshot.
class BuildLock {
  public:
    /// Waits as long as the settings allow and shows which process it waits for; then throws Error with exit
    /// code 7.
    BuildLock(const pg::Dsn& dsn, const Table& table, const Settings& settings, const JobListener& listener);

  private:
    pg::Connection connection_;
};

} // namespace pgmend::maintain
