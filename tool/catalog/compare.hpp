#pragma once

#include "catalog/difference.hpp"
#include "catalog/existence.hpp"

#include <span>
#include <string>
#include <vector>

namespace pgmend::catalog {

/// What a statement creates, against what is there.
struct Comparison {
    bool present =
        false; ///< false: nothing there is what the statement makes (another overload of a function)
    std::vector<Difference> differences = {};
    std::string name = {}; ///< of the object compared, which the server may have chosen
    std::vector<std::size_t> done =
        {}; ///< statements of the chain that have been done, too, where it is equal

    bool equal() const { return present && differences.empty(); }
    /// A constraint that is the wanted one, but for NOT VALID.
    bool lacks_validation() const;
};

/// A statement that creates something, as its first effect, in its section.
struct Creation {
    std::span<const statement::Statement> section;
    std::size_t index = 0;
    Existing existing = {};  ///< what is there under the name ...
    std::string sought = {}; ///< ... which is this one, where a later statement gives the object another one
    std::string default_schema; ///< where what has no schema is made
};

/// Compares what a statement creates with what is there, by the server's own catalog: the statement is run on
/// empty copies in a savepoint that is rolled back, and both are read by read() and compared by
/// schema::diff(), as drift is. Owner, privileges and comments are not part of it. Where the object as made
/// by this statement differs, but with what the statements of its chain (statement/chain.hpp) do to it is
/// equal, it is equal: as it is behind the last of them for which that holds. The differences are those
/// behind all.
///
/// Needs an open transaction; locks nothing real more than a reader does. Throws SqlError when the server
/// refuses the copy, Error (code 6) for a lock.
Comparison compare_created(pg::Connection& connection, const Creation& creation);

} // namespace pgmend::catalog
