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
    std::vector<Difference> differences;
    std::string name; ///< of the object compared, which the server may have chosen

    bool equal() const { return present && differences.empty(); }
    /// A constraint that is the wanted one, but for NOT VALID.
    bool lacks_validation() const;
};

/// Compares what a statement creates with what is there, by the server's own catalog: the statement is run on
/// an empty twin in a savepoint that is rolled back, and both are read by read() and compared by
/// schema::diff(), as drift is. Owner, privileges and comments are not part of it. `later` are statements
/// behind it in the same revision: where the object as made by this one differs, but with what they do to it
/// is equal, it is equal.
///
/// Needs an open transaction. Throws SqlError when the server refuses the twin, Error (code 6) for a lock.
Comparison compare_created(pg::Connection& connection, const statement::Statement& statement,
                           const statement::Effect& effect, const Existing& existing,
                           std::span<const statement::Statement> later = {});

} // namespace pgmend::catalog
