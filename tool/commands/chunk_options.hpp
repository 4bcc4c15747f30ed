#pragma once

#include "maintain/throttle.hpp"

#include <chrono>
#include <string>

#include <CLI/App.hpp>

namespace pgmend::commands {

/// The options of commands that work in chunks.
struct ChunkOptions {
    std::string chunk_time = "200ms";
    std::string max_lag;
    double max_rate = 0;
    long long max_archive_queue = -1;
    bool pause_for_autovacuum = false;
};

void add_chunk_options(CLI::App& command, ChunkOptions& options);
/// Both throw UsageError.
std::chrono::milliseconds chunk_time_of(const ChunkOptions& options);
maintain::ThrottleOptions throttle_of(const ChunkOptions& options);

} // namespace pgmend::commands
