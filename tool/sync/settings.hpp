#pragma once

#include "sync/mapping.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace pgmend::sync {

/// What a syncing command is told by its options.
struct Settings {
    std::string command = "sync load";
    MappingOptions mapping;
    std::size_t batch = 1000;                       ///< issues a transaction, at most
    std::size_t batch_bytes = std::size_t{4} << 20; ///< and bytes of JSON
    int loaders = 2;                                ///< connections that write at once
    int retries = 10;                               ///< of a batch, after a transient failure
    std::size_t longest_issue = std::size_t{64} << 20;
    std::chrono::milliseconds lock_timeout{2000};
    std::string reject_file;                         ///< where rejects go
    long long max_rejects = -1;                      ///< more of them end the run; -1 = any number
    std::function<void(const std::string&)> info;    ///< told what happens; from any thread
    std::function<void(const std::string&)> warning; ///< told what to look at
};

/// What a run has done so far.
struct Totals {
    long long issues = 0; ///< received, rejected ones included
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
