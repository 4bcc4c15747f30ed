#pragma once

#include "schema/ddl/kind_handler.hpp"

namespace pgmend::schema::ddl {

/// Writes GRANT and REVOKE statements if the privileges differ.
void write_privileges(Writer& writer, const Object& from, const Object& to);

} // namespace pgmend::schema::ddl
