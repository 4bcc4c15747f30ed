#pragma once

#include "report/style.hpp"
#include "report/unfinished.hpp"
#include "revision/graph.hpp"

#include <map>
#include <set>
#include <span>
#include <string>

namespace pgmend::report {

/// Information about revisions in addition to the graph.
struct RevisionMarks {
    std::set<revision::Node> current = {};                    ///< revisions in the rows of the version table
    std::map<revision::Node, UnfinishedLine> unfinished = {}; ///< unfinished revisions
    bool verbose = false;
};

/// One line per revision: "<down> -> <id> (labels) (head), message"; several lines if verbose.
std::string revision_text(const revision::Graph& graph, revision::Node node, const RevisionMarks& marks,
                          const Style& style);
/// {"revisions": […]}
std::string revisions_json(const revision::Graph& graph, std::span<const revision::Node> nodes,
                           const RevisionMarks& marks);
/// A tree of the revisions, newest first, drawn with lines. In `nodes`, children must precede their parents.
std::string revision_tree(const revision::Graph& graph, std::span<const revision::Node> nodes,
                          const RevisionMarks& marks, const Style& style);
/// The graph for Graphviz.
std::string revision_dot(const revision::Graph& graph, std::span<const revision::Node> nodes);
/// The graph for Mermaid.
std::string revision_mermaid(const revision::Graph& graph, std::span<const revision::Node> nodes);

} // namespace pgmend::report
