#pragma once

namespace pgmend {

/// How a command ends; the numbers are a promise to scripts (docs/cli.md).
enum class ExitCode : int {
    done = 0,          ///< done, nothing found
    findings = 1,      ///< drift, a failed check, a lint error, not at head
    usage = 2,         ///< bad usage, configuration or revision files
    no_connection = 3, ///< no connection to the server
    failed = 4,        ///< a statement or a job failed
    conflict = 5,      ///< an existing object differs from what the revision creates
    lock_timeout = 6,  ///< a lock was not obtained; nothing half done, try again
    busy = 7,          ///< another pgmend holds the lock
    interrupted = 130  ///< interrupted, state consistent, the same command goes on
};

} // namespace pgmend
