#pragma once

#include "base/progress.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace pgmend::migrate {

/// What a migrating command is told by its options.
struct Settings {
    std::string command = "upgrade"; ///< shown as application_name "pgmend <command>"
    std::string version_table = "alembic_version";
    std::string version_schema; ///< empty = the connection's first schema
    std::string pgmend_schema = "pgmend";
    std::chrono::milliseconds lock_timeout{2000};
    int lock_retries = 30;
    /// Applications or roles whose sessions are ended when they hold what a statement waits for.
    std::vector<std::string> terminate_blockers;
    std::chrono::milliseconds statement_timeout{0};
    /// How long to wait for another pgmend at work on the same version table.
    std::chrono::milliseconds wait{std::chrono::minutes(10)};
    /// How long to try to reach the server again when the connection is lost in the middle.
    std::chrono::milliseconds wait_server{std::chrono::seconds(30)};
    /// How long to try to reach it at the start.
    std::chrono::milliseconds connect_for{std::chrono::seconds(2)};
    /// Of several hosts in the URL the one is meant that can be written to.
    bool writes = false;
    /// Put in the place of statements those that keep nobody waiting (statement/online_steps.hpp).
    bool rewrite_safe = false;
    /// Read what the ledger records of this version table together with the version table's rows.
    bool compare_files = false;
    /// Read the unfinished runs with them.
    bool find_unfinished = false;
};

/// One revision that has been applied, undone or skipped over.
struct Applied {
    std::string revision;
    std::string message;
    std::size_t statements = 0; ///< run or skipped
    std::size_t skipped = 0;
    double milliseconds = 0;
};

/// Receives the progress and messages of a command; each may be empty.
struct Listener {
    std::function<void(const Applied&)> applied;
    std::function<void(const std::string&)> info;    ///< "waiting for …", "skipped …"
    std::function<void(const std::string&)> warning; ///< something the user should look at
    ShowProgress progress;                           ///< of a long statement

    void notify(const std::string& text) const {
        if (info)
            info(text);
    }
    void warn(const std::string& text) const {
        if (warning)
            warning(text);
    }
};

} // namespace pgmend::migrate
