#pragma once

#include "base/error.hpp"
#include "revision/graph.hpp"
#include "schema/diff.hpp"

#include <functional>

namespace pgmend::drift {

/// Tells for a difference the file and line of the migration statement that is about it: the last one that
/// made or altered that very object, or set that attribute; for what is inside a table and has no statement
/// of its own, the table's CREATE; nothing when no statement names either.
std::function<SourceLocation(const schema::Finding&)> definition_lookup(const revision::Graph& graph);

/// The file of the revision that is applied last, its first line: where to look when nothing else is known.
SourceLocation newest_revision(const revision::Graph& graph);

} // namespace pgmend::drift
