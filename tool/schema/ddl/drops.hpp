#pragma once

#include "schema/ddl/writer.hpp"

namespace pgmend::schema::ddl {

/// Takes off what stays from what goes, and drops what goes, in the reverse order of dependency.
void write_drops(Writer& writer);

} // namespace pgmend::schema::ddl
