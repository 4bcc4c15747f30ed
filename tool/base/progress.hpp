#pragma once

#include <functional>
#include <string>

namespace pgmend {

/// The progress of a long operation.
struct Progress {
    std::string phase;   ///< "scanning", "deleting", "building"
    long long done = 0;  ///< of `total`, in `unit`
    long long total = 0; ///< 0 = not known
    std::string unit = "rows";
    std::string waiting_for; ///< why nothing is done at the moment; empty = work is being done
    double seconds = 0;      ///< run time of the current statement; 0 = not known
    bool operator==(const Progress&) const = default;
};

/// Called with the progress; may be called from another thread.
using ShowProgress = std::function<void(const Progress&)>;

} // namespace pgmend
