#pragma once

#include "catalog/difference.hpp"
#include "catalog/existence.hpp"

#include <span>
#include <string>
#include <vector>

namespace pgmend::catalog {

/// The result of comparing what a statement creates with what exists.
struct Comparison {
    /// False: no existing object is the one that the statement creates (but another overload of a function).
    bool present = false;
    std::vector<Difference> differences = {};
    std::string name = {}; ///< of the object compared, which the server may have chosen
    /// If it is identical: statements of the chain that are also done.
    std::vector<std::size_t> done = {};

    bool equal() const { return present && differences.empty(); }
    /// Whether the existing constraint is the desired one except that it is NOT VALID.
    bool lacks_validation() const;
};

/// A statement that creates an object as its first effect, and its section.
struct Creation {
    std::span<const statement::Statement> section;
    std::size_t index = 0;
    Existing existing = {};     ///< what exists under the name `sought`
    std::string sought = {};    ///< the name to compare with, if a later statement renames the object
    std::string default_schema; ///< the schema of objects without a schema
};

/// Compares what a statement creates with what exists. The statement is run on empty copies in a savepoint
/// that is rolled back; then both objects are read by read() and compared by schema::diff(), as in a drift
/// check. Owner, privileges and comments are not compared. If the object differs after this statement, but is
/// identical after later statements of its chain (statement/chain.hpp), it counts as identical after the last
/// statement for which that is true. The differences returned are those after the whole chain.
///
/// Needs an open transaction. Locks real objects only as strongly as a reader. Throws SqlError if the server
/// rejects the copy, and Error (exit code 6) if a lock cannot be acquired.
Comparison compare_created(pg::Connection& connection, const Creation& creation);

} // namespace pgmend::catalog
