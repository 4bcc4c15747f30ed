#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace pgmend::maintain {

/// What every maintaining command is told by its options.
struct Settings {
    std::string command = "dedupe"; ///< shown as application_name "pgmend <command>"
    std::string pgmend_schema = "pgmend";
    std::chrono::milliseconds lock_timeout{2000};
    int lock_retries = 30;
};

/// How far a long piece of work has come.
struct Progress {
    std::string phase;   ///< "scanning", "deleting", "building"
    long long done = 0;  ///< of `total`, in `unit`
    long long total = 0; ///< 0 = not known
    std::string unit = "rows";
    std::string waiting_for; ///< why nothing happens at the moment; empty = it does
    bool operator==(const Progress&) const = default;
};

/// Whom a command tells what happens while it runs; each may be empty.
struct Listener {
    std::function<void(const Progress&)> progress;
    std::function<void(const std::string&)> info;
    std::function<void(const std::string&)> warning;

    void show(const Progress& value) const {
        if (progress)
            progress(value);
    }
    void tell(const std::string& text) const {
        if (info)
            info(text);
    }
    void warn(const std::string& text) const {
        if (warning)
            warning(text);
    }
};

} // namespace pgmend::maintain
