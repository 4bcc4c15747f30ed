#pragma once

#include <functional>
#include <string>

namespace pgmend {

/// How far a long piece of work has come.
struct Progress {
    std::string phase;   ///< "scanning", "deleting", "building"
    long long done = 0;  ///< of `total`, in `unit`
    long long total = 0; ///< 0 = not known
    std::string unit = "rows";
    std::string waiting_for; ///< why nothing happens at the moment; empty = it does
    double seconds = 0;      ///< since the statement in hand began; 0 = not known
    bool operator==(const Progress&) const = default;
};

/// Who is shown it; may be called from another thread.
using ShowProgress = std::function<void(const Progress&)>;

} // namespace pgmend
