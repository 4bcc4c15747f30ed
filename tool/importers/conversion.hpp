#pragma once

#include "base/error.hpp"
#include "revision/revision.hpp"
#include "statement/statement.hpp"

#include <span>
#include <string>
#include <vector>

namespace pgmend::importers {

/// A migration of another tool's of which the file of ours is only a skeleton.
struct Failure {
    std::string revision;    ///< as the tool calls it
    SourceLocation location; ///< in the tool's file
    std::string reason;      ///< "upgrade(): it reads the result of …"
    std::string remedy;      ///< what to do; may be empty

    bool operator==(const Failure&) const = default;
};

/// What can be written, and what cannot.
struct Conversion {
    std::vector<revision::Revision> revisions; ///< parents before children; skeletons of failures, too
    std::vector<Failure> failures;
    std::vector<std::string> warnings;
    /// Ids of revisions that are the user's to finish, or that no two imports give alike: a file that is
    /// there counts, whatever it says.
    std::vector<std::string> open;
};

/// Reads back what would be written: whatever no revision file can hold is refused there. Throws UsageError.
void check(const revision::Revision& revision);

/// The text with its last statement ended, before a comment behind it; `statements` are those of the text.
std::string terminated(std::string text, std::span<const statement::Statement> statements);

} // namespace pgmend::importers
