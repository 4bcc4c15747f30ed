#pragma once

#include <string>

namespace pgmend::report {

/// The progress of a long operation.
struct ProgressView {
    std::string phase;
    long long done = 0;
    long long total = 0; ///< 0 = not known
    std::string unit = "rows";
    std::string waiting_for; ///< why nothing is done; empty = work is being done
    double rate = 0;         ///< units per second; 0 = not known
    double seconds = 0;      ///< since the start
    double running = 0;      ///< run time of the current statement; 0 = not shown

    bool operator==(const ProgressView&) const = default;
};

/// One line that fits into the columns: phase, bar, percentage, rate, and the remaining time or the reason
/// for waiting.
std::string progress_line(const ProgressView& view, std::size_t columns);
/// {"event": "progress", "phase": …} on one line.
std::string progress_json(const ProgressView& view);

/// "1,234,567"
std::string grouped(long long number);
/// "12 kB", "3.4 MB"
std::string bytes_text(long long bytes);

} // namespace pgmend::report
