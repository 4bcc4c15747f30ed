#pragma once

#include "catalog/existence.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pgmend::catalog {

/// A statement of a section that creates an object as its only effect, and what exists under the name that
/// the object has at the end of its chain (statement/chain.hpp).
struct Created {
    std::size_t index = 0; ///< index of the statement in the section
    Existing existing = {};
};

/// Determines which of the statements create an object that already exists and is identical to what the
/// section creates in the end. Returns the names of these objects, which the server may have chosen. No value
/// means that the object differs, or must be compared separately with compare_created().
///
/// All copies are created one after the other and read together, because reading the catalog is the expensive
/// part of a comparison. Objects are distinguished by name, so that an object that one statement creates is
/// not mistaken for that of another one; if names are not sufficient, no value is returned. Locks real
/// objects only as strongly as a reader.
///
/// Needs an open transaction; changes nothing. If a lock cannot be acquired immediately, no value is
/// returned.
std::vector<std::optional<std::string>> find_identical(pg::Connection& connection,
                                                       std::span<const statement::Statement> section,
                                                       std::span<const Created> created,
                                                       const std::string& default_schema);

} // namespace pgmend::catalog
