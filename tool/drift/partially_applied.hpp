#pragma once

#include "catalog/canonicalizer.hpp"
#include "drift/replay.hpp"
#include "schema/diff.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace pgmend::drift {

/// A pending revision of which some objects already exist.
struct PartiallyApplied {
    std::string revision;
    std::vector<schema::ObjectId> present; ///< identical to what the revision creates: upgrade skips it
    /// Existing, but different from what the revision creates: a conflict.
    std::vector<schema::ObjectId> different;
    std::vector<schema::ObjectId> missing; ///< created by the revision, but does not exist

    bool operator==(const PartiallyApplied&) const = default;
};

/// Finds the unexpected objects in `diff` (expected: states[here], actual: live) that revisions after that
/// state create. There is one entry per revision, in the order of the revisions. A canonicalizer removes
/// differences that are only differences in wording.
std::vector<PartiallyApplied> find_partially_applied(const schema::Diff& diff, const schema::Model& live,
                                                     const std::vector<Replay::RevisionState>& states,
                                                     std::size_t here,
                                                     catalog::Canonicalizer* canonicalizer = nullptr);

/// The model of states[here], together with the partially applied objects in the form that the revisions give
/// them, and with the objects that these require. A database with this schema can be upgraded from there.
schema::Model with_partially_applied(const std::vector<Replay::RevisionState>& states, std::size_t here,
                                     const std::vector<PartiallyApplied>& partially_applied);

} // namespace pgmend::drift
