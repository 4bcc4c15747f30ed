#pragma once

#include "pg/connection.hpp"
#include "pg/dsn.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace pgmend::test {

/// The newest of the machine's pg_dump programs that is not older than a server of that major version; the
/// folders of the servers that only tests use have none.
std::optional<std::filesystem::path> find_pg_dump(int major);

/// What `pg_dump --schema-only` says of a database, without comments and without what differs from run to
/// run; no value when no pg_dump on this machine can read a server of that version.
std::optional<std::string> dump_of(const pg::Dsn& dsn);

/// Runs a dump on an empty database. It must be given a connection of its own, since it empties search_path.
void restore(pg::Connection connection, const std::string& dump);

} // namespace pgmend::test
