#pragma once

#include "catalog/existence.hpp"

#include <span>

namespace pgmend::catalog {

/// Whether the catalog shows that a statement that the server has rejected is already done: an enum value
/// that exists, a partition that is attached or detached, a parent that is already inherited, a column that
/// is or is not an identity column, a table that is in the publication. `existing` contains the existing
/// objects of the statement's effects. Only reads.
bool is_so_already(pg::Connection& connection, const statement::Statement& statement,
                   std::span<const Existing> existing);

/// Whether is_so_already() supports the statement.
bool may_be_so_already(const statement::Statement& statement);

} // namespace pgmend::catalog
