#pragma once

#include "sync/issue.hpp"

#include <fstream>
#include <map>
#include <mutex>
#include <string>

namespace pgmend::sync {

/// The file that takes what could not be taken: a JSON object a line, with the input, where it came from and
/// why. Made with the first reject, readable by its owner only; an earlier file of that name grows. May be
/// used from several threads.
class RejectFile {
  public:
    /// `max_rejects` rejects are allowed, any number when it is negative.
    RejectFile(std::string path, long long max_rejects);

    /// Throws Error when the file cannot be written, or when there are more rejects than allowed.
    void add(const RawIssue& issue, const Reject& reject);
    long long count() const;
    /// How many of each kind.
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

/// One line of the file, with its line break.
std::string reject_line(const RawIssue& issue, const Reject& reject);

} // namespace pgmend::sync
