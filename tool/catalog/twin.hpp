#pragma once

#include "catalog/existence.hpp"

#include <string>
#include <vector>

namespace pgmend::catalog {

/// One attribute in which an existing object and the one that a statement would create disagree.
struct Difference {
    std::string attribute;
    std::string existing;
    std::string wanted;

    bool operator==(const Difference&) const = default;
};

/// Compares an existing table, column or index with what the statement would create, by the server's own
/// catalog: the statement is run against an empty twin in a schema of its own, inside a savepoint that is
/// rolled back, and both are described by the same query. Nothing stays, and the locks taken on the way are
/// given back.
///
/// Needs an open transaction and the right to create a schema (else a temporary twin is made, which cannot
/// hold foreign keys). Throws SqlError when the server refuses the twin.
std::vector<Difference> compare_with_twin(pg::Connection& connection, const statement::Statement& statement,
                                          const statement::Effect& effect, const Existing& existing);

} // namespace pgmend::catalog
