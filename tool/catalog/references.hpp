#pragma once

#include "catalog/existence.hpp"

#include <span>
#include <vector>

namespace pgmend::catalog {

/// The tables of the database that the statements refer to so that making it would lock them (a foreign key,
/// a parent, a partition, the owner of a sequence, what a constraint trigger is from, what
/// a publication has), but for those that they
/// are about themselves; each once. What queries read is not among them.
std::vector<Existing> referred_to(pg::Connection& connection,
                                  std::span<const statement::Statement* const> statements);

} // namespace pgmend::catalog
