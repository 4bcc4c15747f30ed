#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace pgmend::commands {

/// A word that may stand where the cursor is.
struct Candidate {
    std::string word;
    std::string help; ///< one line; empty = nothing to say

    bool operator==(const Candidate&) const = default;
};

/// What the shell offers.
struct Completion {
    enum class Paths { none, files, folders };

    std::vector<Candidate> candidates;
    Paths paths = Paths::none; ///< which names of the file system may stand there too

    bool operator==(const Completion&) const = default;
};

/// The word by which the shells' scripts (completions/) call: `pgmend __complete WORDS…`. The last of the
/// words is the one being typed, maybe empty.
constexpr const char* completion_command = "__complete";

/// What may stand for the last of `words`, by the definition of the command line itself. `migrations` is the
/// folder whose revisions are offered unless the words name another; files that cannot be read offer nothing.
Completion complete(const CLI::App& app, const std::vector<std::string>& words, std::string migrations);

/// As the shells' scripts read it: the word for `paths`, then a line for each candidate, with a tab before
/// its help.
std::string completion_text(const Completion& completion);

} // namespace pgmend::commands
