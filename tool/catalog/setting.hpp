#pragma once

#include "catalog/existence.hpp"

#include <span>

namespace pgmend::catalog {

/// Whether the catalog says that a statement which the server has refused is done already: a value that the
/// enumeration has, a partition that is attached or detached, a parent that is inherited from, a column that
/// is an identity column or none, a table that the publication has. `existing` = what there is of the
/// statement's effects. Reads only.
bool is_so_already(pg::Connection& connection, const statement::Statement& statement,
                   std::span<const Existing> existing);

/// Whether is_so_already() can tell anything of the statement.
bool may_be_so_already(const statement::Statement& statement);

} // namespace pgmend::catalog
