#pragma once

#include "base/progress.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace pgmend::migrate {

/// Settings of migrating commands.
struct Settings {
    std::string command = "upgrade"; ///< shown as application_name "pgmend <command>"
    std::string version_table = "alembic_version";
    std::string version_schema; ///< empty = the connection's first schema
    std::string pgmend_schema = "pgmend";
    std::chrono::milliseconds lock_timeout{2000};
    int lock_retries = 30;
    /// Applications or roles whose sessions are ended if they hold a lock for which a statement waits.
    std::vector<std::string> terminate_blockers;
    std::chrono::milliseconds statement_timeout{0};
    /// The longest wait for another pgmend on the same version table.
    std::chrono::milliseconds wait{std::chrono::minutes(10)};
    /// How long to try to reconnect if the connection is lost during a migration.
    std::chrono::milliseconds wait_server{std::chrono::seconds(30)};
    /// How long to try to connect at the start.
    std::chrono::milliseconds connect_for{std::chrono::seconds(2)};
    /// If the URL names several hosts, connect to the primary.
    bool writes = false;
    /// Replace statements by online steps (statement/online_steps.hpp).
    bool rewrite_safe = false;
    /// Read the ledger's records of this version table together with the rows of the version table.
    bool compare_files = false;
    /// Also read the unfinished runs.
    bool find_unfinished = false;
};

/// A revision that has been applied or undone.
struct Applied {
    std::string revision;
    std::string message;
    std::size_t statements = 0; ///< run or skipped
    std::size_t skipped = 0;
    double milliseconds = 0;
};

/// Receives the progress and the messages of a command. Each function may be empty.
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
