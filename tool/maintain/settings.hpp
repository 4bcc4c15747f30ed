#pragma once

#include "base/progress.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace pgmend::maintain {

/// Settings that are common to all maintenance commands.
struct Settings {
    std::string command = "dedupe"; ///< shown as application_name "pgmend <command>"
    std::string pgmend_schema = "pgmend";
    std::chrono::milliseconds lock_timeout{2000};
    int lock_retries = 30;
    std::chrono::milliseconds wait{std::chrono::minutes(10)}; ///< for another pgmend
};

using pgmend::Progress;

/// Receives the progress and messages of a command; each may be empty.
struct JobListener {
    ShowProgress progress;
    std::function<void(const std::string&)> info;
    std::function<void(const std::string&)> warning;

    void show(const Progress& value) const {
        if (progress)
            progress(value);
    }
    void notify(const std::string& text) const {
        if (info)
            info(text);
    }
    void warn(const std::string& text) const {
        if (warning)
            warning(text);
    }
};

} // namespace pgmend::maintain
