#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace pgmend::commands {

/// A word that is possible at the cursor.
struct Candidate {
    std::string word;
    std::string help; ///< one line; empty = none

    bool operator==(const Candidate&) const = default;
};

/// What the shell offers.
struct Completion {
    enum class Paths { none, files, folders };

    std::vector<Candidate> candidates;
    Paths paths = Paths::none; ///< which file names are also possible

    bool operator==(const Completion&) const = default;
};

/// The command that the shell scripts in completions/ call: `pgmend __complete WORDS…`. The last word is the
/// one that is being typed, and may be empty.
constexpr const char* completion_command = "__complete";

/// The completions for the last of `words`, derived from the definition of the command line. Revisions are
/// taken from the folder `migrations`, unless the words name another folder. Files that cannot be read are
/// ignored.
Completion complete(const CLI::App& app, const std::vector<std::string>& words, std::string migrations);

/// The format that the shell scripts read: the word for `paths`, followed by one line per candidate, with a
/// tab before its help text.
std::string completion_text(const Completion& completion);

} // namespace pgmend::commands
