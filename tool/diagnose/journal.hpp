#pragma once

#include "pg/failure.hpp"

#include <cstddef>
#include <mutex>
#include <string>

namespace pgmend::diagnose {

struct JournalSettings {
    std::string path;
    std::string command;         ///< what is at work, for each entry
    bool log_parameters = false; ///< values, not only lengths and kinds; the SQL and the details as they are
    std::size_t max_bytes = std::size_t{10} << 20;
    int kept = 5; ///< earlier files: path.1 is the youngest
};

/// The error journal: an object of JSON a line for every failed statement, in a file readable by its owner
/// only, which is put aside when it has grown large. Several processes may write one file. By default neither
/// values of parameters nor constants of the SQL nor what the server quotes of rows is in it.
class Journal {
  public:
    /// Throws UsageError when the file cannot be written.
    explicit Journal(JournalSettings settings);
    /// Thread-safe. Throws Error when it cannot be written any more.
    void write(const pg::Failure& failure);

  private:
    void rotate() const;
    void append(const std::string& line) const;

    JournalSettings settings_;
    std::mutex mutex_;
};

/// The line of one failure, without its line break.
std::string journal_line(const pg::Failure& failure, const JournalSettings& settings,
                         const std::string& time);

} // namespace pgmend::diagnose
