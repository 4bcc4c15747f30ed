#pragma once

#include "maintain/index_spec.hpp"

#include <optional>

namespace pgmend::maintain {

/// Estimates the maximum disk space of an index build in bytes, from the number of rows and the widths of the
/// columns that the index names, including temporary files of the sort if it does not fit into memory.
/// Returns nothing if the table has never been analyzed. A partial index is estimated like one on the whole
/// table.
std::optional<long long> index_bytes(pg::Connection& connection, const IndexSpec& spec, const Table& table,
                                     long long memory_kb);

/// The free space on the disk of the server's data. It is known only if the server is reached through a
/// Unix-domain socket, and both the server and the file system show where the data is.
std::optional<long long> free_bytes(pg::Connection& connection);

} // namespace pgmend::maintain
