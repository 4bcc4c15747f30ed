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
    bool is_costly =
        false; ///< its rows can be taken after the other objects; half of the work with those like it
};

/// The queries that answer these options on this server, in the order in which the rows must be taken: what
/// an extension owns, then objects (those that hold others first), then what is said of objects.
std::vector<ReadQuery> read_queries(const ReadOptions& options, const ServerTraits& server);

/// Takes the costly ones out, to be asked over another connection.
std::vector<ReadQuery> take_costly(std::vector<ReadQuery>& queries);

} // namespace pgmend::catalog
