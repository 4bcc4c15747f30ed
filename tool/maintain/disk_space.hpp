#pragma once

#include "maintain/index_spec.hpp"

#include <optional>

namespace pgmend::maintain {

/// How many bytes an index build needs at its peak, estimated from the rows and the width of the columns that
/// the index names; the sort's temporary files count where they do not fit into memory. Nothing where the
/// table has never been analyzed. A partial index is taken for a whole one.
std::optional<long long> index_bytes(pg::Connection& connection, const IndexSpec& spec, const Table& table,
                                     long long memory_kb);

/// What is free on the disk of the server's data, where that can be known: the server is reached by a unix
/// socket, and both it and the file system tell where the data are.
std::optional<long long> free_bytes(pg::Connection& connection);

} // namespace pgmend::maintain
