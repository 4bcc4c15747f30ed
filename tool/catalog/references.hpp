#pragma once

#include "catalog/existence.hpp"

#include <span>
#include <vector>

namespace pgmend::catalog {

/// The existing tables that the statements would lock because they refer to them: by a foreign key, as a
/// parent or partition, as the owner of a sequence, in FROM of a constraint trigger, or in a publication.
/// Tables that the statements themselves create or alter, and tables that queries read, are not included.
/// Each table is returned once.
std::vector<Existing> referred_to(pg::Connection& connection,
                                  std::span<const statement::Statement* const> statements);

} // namespace pgmend::catalog
