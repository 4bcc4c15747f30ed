#pragma once

#include "importers/project.hpp"
#include "importers/version.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::importers {

/// The name of a migration in the tool's table, without the file extension: "1_initial.sql" -> "1_initial".
std::string_view stem_of(std::string_view name);

/// Assigns ids to migrations that their tool identifies by whole names: the number at the start of the name
/// if it is unique, otherwise the name as converted by legal_id().
void number(std::vector<Migration>& migrations);

} // namespace pgmend::importers
