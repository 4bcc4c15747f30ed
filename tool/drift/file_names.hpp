#pragma once

#include "revision/graph.hpp"
#include "statement/role_names.hpp"

#include <set>
#include <span>
#include <string>

namespace pgmend::drift {

/// What SQL files name that a replay may have to make, or must leave to them.
struct FileNames {
    statement::RoleNames roles;
    std::set<std::string> made_schemas;
    std::set<std::string> made_extensions;
    std::set<std::string> dropped_extensions;
    std::set<std::string> written_schemas; ///< in which they make things by a qualified name
};

void add_names(FileNames& names, std::span<const statement::Statement> statements);

/// Of all sections of a project. What cannot be read is left out: running it tells why.
FileNames names_in(const revision::Graph& graph);

} // namespace pgmend::drift
