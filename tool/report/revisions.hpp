#pragma once

#include "report/style.hpp"
#include "report/unfinished.hpp"
#include "revision/graph.hpp"

#include <map>
#include <set>
#include <span>
#include <string>

namespace pgmend::report {

/// What is known of the revisions beside the graph.
struct RevisionMarks {
    std::set<revision::Node> current = {};                    ///< rows of the version table
    std::map<revision::Node, UnfinishedLine> unfinished = {}; ///< half done
    bool verbose = false;
};

/// One line a revision: "<down> -> <id> (labels) (head), message"; several lines when verbose.
std::string revision_text(const revision::Graph& graph, revision::Node node, const RevisionMarks& marks,
                          const Style& style);
/// {"revisions": […]}
std::string revisions_json(const revision::Graph& graph, std::span<const revision::Node> nodes,
                           const RevisionMarks& marks);
/// A tree of the revisions, newest first, drawn with lines; `nodes` in an order where children stand before
/// parents.
std::string revision_tree(const revision::Graph& graph, std::span<const revision::Node> nodes,
                          const RevisionMarks& marks, const Style& style);
/// The graph for Graphviz.
std::string revision_dot(const revision::Graph& graph, std::span<const revision::Node> nodes);
/// The graph for Mermaid.
std::string revision_mermaid(const revision::Graph& graph, std::span<const revision::Node> nodes);

} // namespace pgmend::report
