#pragma once

#include "base/error.hpp"
#include "revision/graph.hpp"
#include "schema/model.hpp"

#include <functional>

namespace pgmend::drift {

/// Returns a function that finds, by name, the file and line of the migration statement that last created or
/// altered an object. For an object that no statement names, it returns the position for its table, or
/// nothing.
std::function<SourceLocation(const schema::ObjectId&)> definition_lookup(const revision::Graph& graph);

} // namespace pgmend::drift
