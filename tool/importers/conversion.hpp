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
    std::string revision;    ///< the tool's name for it
    SourceLocation location; ///< in the tool's file
    std::string reason;      ///< "upgrade(): it reads the result of …"
    std::string remedy;      ///< what to do; may be empty

    bool operator==(const Failure&) const = default;
};

/// What the user should know of a revision.
struct Warning {
    std::string revision; ///< its id
    std::string text;

    bool operator==(const Warning&) const = default;
};

/// The result of a conversion: what can be written, and what cannot.
struct Conversion {
    std::vector<revision::Revision> revisions; ///< parents before children; skeletons of failures, too
    std::vector<Failure> failures;
    std::vector<Warning> warnings;
    /// Ids of revisions that are the user's to finish, or that no two imports give alike: a file that is
    /// there counts, whatever it says.
    std::vector<std::string> open;
};

/// Parses the text that would be written. Throws UsageError if the revision contains something that a
/// revision file cannot contain.
void check(const revision::Revision& revision);

/// The text with a semicolon after its last statement, before a comment that follows; `statements` are those
/// of the text.
std::string terminated(std::string text, std::span<const statement::Statement> statements);

} // namespace pgmend::importers
