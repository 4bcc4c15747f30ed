#pragma once

namespace pgmend {

/// The exit codes of commands. Scripts rely on the numbers (docs/cli.md).
enum class ExitCode : int {
    done = 0,          ///< nothing was found
    findings = 1,      ///< drift, a failed check, a lint error, not at head
    usage = 2,         ///< invalid usage, settings or revision files
    no_connection = 3, ///< no connection to the server
    failed = 4,        ///< a statement or a job failed
    conflict = 5,      ///< an existing object differs from what the revision creates
    lock_timeout = 6,  ///< a lock could not be acquired; nothing is half done, and the command can be retried
    busy = 7,          ///< another pgmend holds the lock
    interrupted = 130  ///< interrupted; the same command continues the work
};

} // namespace pgmend
