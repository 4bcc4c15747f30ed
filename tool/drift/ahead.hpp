#pragma once

#include "catalog/canonicalizer.hpp"
#include "drift/replay.hpp"
#include "schema/diff.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace pgmend::drift {

/// A revision still to come of which a database holds something already.
struct Ahead {
    std::string revision;
    std::vector<schema::ObjectId> there;     ///< as the revision makes it: upgrade passes over it
    std::vector<schema::ObjectId> different; ///< there, but not as the revision makes it: a conflict
    std::vector<schema::ObjectId> missing;   ///< made by the revision, and not there

    bool operator==(const Ahead&) const = default;
};

/// Which of the unexpected things in `diff` (expected: states[here], actual: live) revisions after that state
/// make; one entry a revision, in their order. A canonicalizer spares differences that are only written
/// differently.
std::vector<Ahead> ahead(const schema::Diff& diff, const schema::Model& live,
                         const std::vector<Replay::State>& states, std::size_t here,
                         catalog::Canonicalizer* canonicalizer = nullptr);

/// The model of states[here] with what is ahead, in the form that the revisions give it, and with what that
/// needs. A database that holds this can be upgraded from there.
schema::Model with_ahead(const std::vector<Replay::State>& states, std::size_t here,
                         const std::vector<Ahead>& ahead);

} // namespace pgmend::drift
