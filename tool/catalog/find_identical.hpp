#pragma once

#include "catalog/existence.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pgmend::catalog {

/// A statement of a section which creates something, as its only effect, and what is there under the name
/// that the object has at the end of its chain (statement/chain.hpp).
struct Created {
    std::size_t index = 0; ///< of the statement in the section
    Existing existing = {};
};

/// Which of the statements create what is there already, equal to what the section makes of it in the end:
/// the name of the object, which the server may have chosen. No value = it differs, or it has to be looked at
/// by itself (compare_created()).
///
/// All copies are made behind each other and read together, so that the cost of reading the catalog, which is
/// what a comparison costs, comes once for a hundred statements. Nothing that one statement makes can be
/// taken for what another one makes: objects are told apart by name, and where names do not tell, no answer
/// is given. Locks nothing real more than a reader does.
///
/// Needs an open transaction; changes nothing. Where a lock is not to be had at once, no answer is given.
std::vector<std::optional<std::string>> find_identical(pg::Connection& connection,
                                                       std::span<const statement::Statement> section,
                                                       std::span<const Created> created,
                                                       const std::string& default_schema);

} // namespace pgmend::catalog
