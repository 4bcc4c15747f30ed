#pragma once

#include "base/error.hpp"
#include "revision/graph.hpp"
#include "schema/model.hpp"

#include <functional>

namespace pgmend::drift {

/// Tells for an object the file and line of the migration statement that last made or altered it, by name;
/// for what no statement names, of its table; nothing when that is not found either.
std::function<SourceLocation(const schema::ObjectId&)> definition_lookup(const revision::Graph& graph);

} // namespace pgmend::drift
