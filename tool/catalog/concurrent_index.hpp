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
    bool pooled = false; ///< the connection goes through a pooler, so no setting may remain on it
};

/// The lock timeout for dropping an INVALID index; other sessions may hold the required lock for hours.
inline constexpr std::chrono::milliseconds drop_wait{1000};

/// Runs the build and shows its progress. If the build fails or the user stops it, the INVALID index is
/// dropped; if that is not possible within drop_wait, a warning says that the index remains. An error about
/// duplicates lists the first duplicate keys and how to delete the duplicates. Must not be called in a
/// transaction. Throws SqlError.
void build_concurrently(pg::Connection& connection, const ConcurrentBuild& build);

} // namespace pgmend::catalog
