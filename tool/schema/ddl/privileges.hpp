#pragma once

#include "schema/ddl/kind_handler.hpp"

namespace pgmend::schema::ddl {

/// GRANT and REVOKE where the privileges differ.
void write_privileges(Writer& writer, const Object& from, const Object& to);

} // namespace pgmend::schema::ddl
