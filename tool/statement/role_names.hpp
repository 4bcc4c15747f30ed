#pragma once

#include "statement/statement.hpp"

#include <set>
#include <string>

namespace pgmend::statement {

/// The roles that statements name, raw. Roles in the text of a DO block or a function are not among them.
struct RoleNames {
    std::set<std::string> named; ///< in GRANT, OWNER TO, CREATE POLICY … TO, SET ROLE, AUTHORIZATION, …
    std::set<std::string> made;  ///< by CREATE ROLE and CREATE USER
};

/// Adds the roles of a statement. PUBLIC, CURRENT_USER and the like, and the server's own roles (pg_…) are
/// none.
void add_roles(RoleNames& roles, const Statement& statement);

} // namespace pgmend::statement
