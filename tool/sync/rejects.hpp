#pragma once

#include "sync/issue.hpp"

#include <fstream>
#include <map>
#include <mutex>
#include <string>

namespace pgmend::sync {

/// The file of rejected issues: one JSON object per line, with the input, its origin, and the reason. It is
/// created with the first rejected issue, and only its owner can read it; lines are appended to an existing
/// file. Thread-safe.
class RejectFile {
  public:
    /// `max_rejects` is the number of rejected issues that is allowed; negative = any number.
    RejectFile(std::string path, long long max_rejects);

    /// Throws Error if the file cannot be written, or if more issues are rejected than allowed.
    void add(const RawIssue& issue, const Reject& reject);
    long long count() const;
    /// The number of rejected issues of each kind.
    std::map<std::string, long long> kinds() const;
    const std::string& path() const noexcept { return path_; }

  private:
    void open();

    std::string path_;
    long long max_rejects_;
    mutable std::mutex mutex_;
    std::ofstream file_;
    std::map<std::string, long long> kinds_;
    long long count_ = 0;
};

/// One line of the file, including the line break.
std::string reject_line(const RawIssue& issue, const Reject& reject);

} // namespace pgmend::sync
