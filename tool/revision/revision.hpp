#pragma once

#include <optional>
#include <string>
#include <vector>

namespace pgmend::revision {

/// The SQL under one section mark of a revision file.
struct Section {
    std::string sql;         ///< all text after the mark's line, with LF line ends
    int line = 0;            ///< line of the file on which `sql` starts
    bool transaction = true; ///< false: `transaction:false` stands on the mark

    bool operator==(const Section&) const = default;
};

/// One revision: what its file says, nothing derived.
struct Revision {
    std::string id;
    std::string message; ///< first line of the header
    std::string created;
    std::vector<std::string> down_revisions; ///< empty = base, several = merge; full ids (or branch labels)
    std::vector<std::string> branch_labels;  ///< as written; Graph::labels() tells how they spread
    std::vector<std::string> depends_on;     ///< full ids or branch labels
    std::string path;
    int line = 0; ///< line of the `revision:` key
    std::optional<Section> up;
    std::optional<Section> down; ///< absent: cannot be downgraded; empty: nothing to do

    bool operator==(const Revision&) const = default;
};

} // namespace pgmend::revision
