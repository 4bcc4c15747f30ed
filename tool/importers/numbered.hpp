#pragma once

#include "importers/project.hpp"
#include "importers/version.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::importers {

/// The name that a tool's table has for a migration, without a file's ending: "1_initial.sql" -> "1_initial".
std::string_view stem_of(std::string_view name);

/// Gives migrations that are known by whole names their ids: the number that leads the name where no other
/// one has it, else the name as legal_id() makes it.
void number(std::vector<Migration>& migrations);

} // namespace pgmend::importers
