#pragma once

#include "revision/graph.hpp"

#include <string>
#include <vector>

namespace pgmend::revision::test {

/// A revision in short: id, down_revisions, depends_on, labels; with both sections.
inline Revision rev(std::string id, std::vector<std::string> downs = {},
                    std::vector<std::string> depends_on = {}, std::vector<std::string> labels = {}) {
    Revision revision{.id = id, .down_revisions = std::move(downs), .branch_labels = std::move(labels)};
    revision.depends_on = std::move(depends_on);
    revision.path = id + ".sql";
    revision.line = 2;
    revision.up = Section{};
    revision.down = Section{};
    return revision;
}

/// a - b, then two lines c1 - d1 (label "left") and c2 - d2 (label "right"), and their merge m.
inline Graph diamond() {
    return Graph({rev("aaaa"), rev("bbbb", {"aaaa"}), rev("c1c1", {"bbbb"}, {}, {"left"}),
                  rev("d1d1", {"c1c1"}), rev("c2c2", {"bbbb"}, {}, {"right"}), rev("d2d2", {"c2c2"}),
                  rev("mmmm", {"d1d1", "d2d2"})});
}

/// As diamond(), without the merge.
inline Graph forked_lines() {
    return Graph({rev("aaaa"), rev("bbbb", {"aaaa"}), rev("c1c1", {"bbbb"}, {}, {"left"}),
                  rev("d1d1", {"c1c1"}), rev("c2c2", {"bbbb"}, {}, {"right"}), rev("d2d2", {"c2c2"})});
}

/// Two lines t1 - t2 - t3 (label "tee") and q1 - q2 (label "queue"), where q2 depends on t2; `with_t3` or
/// not.
inline Graph two_lines(bool with_t3 = true) {
    std::vector<Revision> revisions{rev("t1", {}, {}, {"tee"}), rev("t2", {"t1"}),
                                    rev("q1", {}, {}, {"queue"}), rev("q2", {"q1"}, {"t2"})};
    if (with_t3)
        revisions.push_back(rev("t3", {"t2"}));
    return Graph(std::move(revisions));
}

} // namespace pgmend::revision::test
