#pragma once

#include "pg/failure.hpp"

#include <cstddef>
#include <mutex>
#include <string>

namespace pgmend::diagnose {

struct JournalSettings {
    std::string path;
    std::string command; ///< the command of pgmend, for each entry
    /// Write values, not only their lengths and types, and SQL and details unchanged.
    bool log_parameters = false;
    std::size_t max_bytes = std::size_t{10} << 20;
    int kept = 5; ///< how many rotated files are kept; path.1 is the newest
};

/// The error journal: a file with one JSON object per line for each failed statement. Only its owner can read
/// it. A large file is rotated. Several processes may write to one file. By default, parameter values,
/// constants in the SQL, and values that the server quotes are left out.
class Journal {
  public:
    /// Throws UsageError if the file cannot be written.
    explicit Journal(JournalSettings settings);
    /// Appends an entry. Thread-safe. Throws Error if the file can no longer be written.
    void write(const pg::Failure& failure);

  private:
    void rotate() const;
    void append(const std::string& line) const;

    JournalSettings settings_;
    std::mutex mutex_;
};

/// The line for one failure, without the line break.
std::string journal_line(const pg::Failure& failure, const JournalSettings& settings,
                         const std::string& time);

} // namespace pgmend::diagnose
