#pragma once

#include <optional>
#include <string>
#include <vector>

namespace pgmend::revision {

/// The SQL of one section of a revision file.
struct Section {
    std::string sql;         ///< all text after the section line, with LF line ends
    int line = 0;            ///< line of the file on which `sql` starts
    bool transaction = true; ///< false: the section line has `transaction:false`

    bool operator==(const Section&) const = default;
};

/// A revision as in its file, without derived data.
struct Revision {
    std::string id;
    std::string message; ///< first line of the header
    std::string created;
    std::vector<std::string> down_revisions; ///< empty = base, several = merge; full ids (or branch labels)
    std::vector<std::string> branch_labels;  ///< as written; for inherited labels, see Graph::labels()
    std::vector<std::string> depends_on;     ///< full ids or branch labels
    std::string path;
    int line = 0; ///< line of the `revision:` key
    std::optional<Section> up;
    std::optional<Section> down; ///< absent: the revision cannot be downgraded; empty: there is nothing to do

    bool operator==(const Revision&) const = default;
};

} // namespace pgmend::revision
