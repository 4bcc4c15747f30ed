#pragma once

#include "schema/ddl/writer.hpp"

namespace pgmend::schema::ddl {

// Sequences that take over from what has given a column its values: they begin after the rows, and after the
// position of the sequence before.

/// Whether the sequence goes, and its position is carried over to another first: it is renamed until then.
bool hands_over(const Writer& writer, const Object& sequence);

/// "ALTER SEQUENCE … RENAME TO …" in place of a drop.
void put_aside(Writer& writer, const Object& sequence);

/// Sets the positions of all sequences that take over, and drops those put aside.
void write_takeovers(Writer& writer);

} // namespace pgmend::schema::ddl
