#pragma once

#include "sync/mapping.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace pgmend::sync {

/// Settings of the sync commands.
struct Settings {
    std::string command = "sync load";
    MappingOptions mapping;
    std::size_t batch = 1000;                       ///< maximum number of issues per transaction
    std::size_t batch_bytes = std::size_t{4} << 20; ///< maximum number of bytes of JSON per transaction
    int loaders = 2;                                ///< connections that write concurrently
    int retries = 10;                               ///< retries of a batch after a transient failure
    std::size_t longest_issue = std::size_t{64} << 20;
    std::chrono::milliseconds lock_timeout{2000};
    std::string reject_file;    ///< path of the reject file
    long long max_rejects = -1; ///< the run stops if more issues are rejected; -1 = no limit
    std::function<void(const std::string&)> info;    ///< receives messages; called from any thread
    std::function<void(const std::string&)> warning; ///< receives warnings; called from any thread
};

/// The figures of a run so far.
struct Totals {
    long long issues = 0; ///< received, including rejected ones
    long long created = 0;
    long long updated = 0;
    long long unchanged = 0;
    long long history_rows = 0; ///< written
    long long rejected = 0;

    Totals& operator+=(const Totals& other) {
        issues += other.issues;
        created += other.created;
        updated += other.updated;
        unchanged += other.unchanged;
        history_rows += other.history_rows;
        rejected += other.rejected;
        return *this;
    }
    bool operator==(const Totals&) const = default;
};

} // namespace pgmend::sync
