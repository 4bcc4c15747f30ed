#pragma once

#include <string>

namespace pgmend::report {

/// How far a long piece of work has come, as it is shown.
struct ProgressView {
    std::string phase;
    long long done = 0;
    long long total = 0; ///< 0 = not known
    std::string unit = "rows";
    std::string waiting_for; ///< why nothing happens; empty = it does
    double rate = 0;         ///< units a second; 0 = not known
    double seconds = 0;      ///< since the beginning
    double running = 0;      ///< since the statement in hand began; 0 = that is not what is shown

    bool operator==(const ProgressView&) const = default;
};

/// One line that fits the columns: phase, bar, share, rate, time left or what is waited for.
std::string progress_line(const ProgressView& view, std::size_t columns);
/// {"event": "progress", "phase": …}, one line.
std::string progress_json(const ProgressView& view);

/// "1,234,567"
std::string grouped(long long number);
/// "12 kB", "3.4 MB"
std::string bytes_text(long long bytes);

} // namespace pgmend::report
