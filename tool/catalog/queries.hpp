#pragma once

#include "catalog/read.hpp"
#include "catalog/server_lines.hpp"

#include <string>
#include <vector>

namespace pgmend::catalog {

/// What the rows of a query are.
enum class Part { members, objects, comments, labels, privileges, dependencies };

/// One catalog query, ready to be sent.
struct ReadQuery {
    Part part = Part::objects;
    std::string sql;
    pg::Parameters parameters;
    /// Its rows can be processed after the other objects. These queries together are half of the work.
    bool is_costly = false;
};

/// The queries for these options and this server, in the order in which their rows must be processed: first
/// what extensions own, then objects (containers before their contents), then what refers to objects, such as
/// comments.
std::vector<ReadQuery> read_queries(const ReadOptions& options, const ServerTraits& server);

/// Removes the expensive queries and returns them, so that they can be sent over another connection.
std::vector<ReadQuery> take_costly(std::vector<ReadQuery>& queries);

} // namespace pgmend::catalog
