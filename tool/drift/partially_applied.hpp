#pragma once

#include "catalog/canonicalizer.hpp"
#include "drift/history.hpp"
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

/// Which of the unexpected things in `diff` (expected: the state `here`, actual: live) revisions after that
/// state make; one entry a revision, in their order. A canonicalizer spares differences that are only written
/// differently.
std::vector<PartiallyApplied> find_partially_applied(const schema::Diff& diff, const schema::Model& live,
                                                     const History& history, std::size_t here,
                                                     catalog::Canonicalizer* canonicalizer = nullptr);

/// The model of the state `here` with the partially applied objects, in the form that the revisions give
/// them, and with what these need. A database that holds this can be upgraded from there.
schema::Model with_partially_applied(const History& history, std::size_t here,
                                     const std::vector<PartiallyApplied>& partially_applied);

} // namespace pgmend::drift
