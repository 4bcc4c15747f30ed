#pragma once

#include "base/progress.hpp"
#include "pg/connection.hpp"
#include "pg/dsn.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace pgmend::catalog {

/// A CREATE INDEX CONCURRENTLY and what is needed to run it.
struct ConcurrentBuild {
    std::function<void()> run;           ///< runs the statement; lock_timeout must be 0
    std::function<std::uint32_t()> find; ///< finds the index by name, whether it is valid or not; 0 = none
    std::string name;                    ///< shown with the progress
    const pg::Dsn& dsn;                  ///< for a second connection that observes the build
    ShowProgress progress;               ///< may be empty
    std::function<void(const std::string&)> warn; ///< may be empty
    bool pooled = false;                          ///< a proxy in between: no setting may stay behind
    int retries = 0;                              ///< after a deadlock
};

/// The lock timeout for dropping an INVALID index; other sessions may hold the required lock for hours.
inline constexpr std::chrono::milliseconds drop_wait{1000};

/// Runs the build and shows how far it has come. When it fails, or the user stops it, the INVALID index that
/// it leaves is dropped; where that is not possible within drop_wait, a warning says that it is left. An
/// index that was there before, that is valid, or that another session is building, is somebody else's and
/// stays. A deadlock is tried again. An error about duplicates names the first keys that stand more than
/// once, and how to be rid of them. Not in a transaction. Throws SqlError.
void build_concurrently(pg::Connection& connection, const ConcurrentBuild& build);

} // namespace pgmend::catalog
