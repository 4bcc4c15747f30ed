#pragma once

#include "schema/statements.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace pgmend::test {

/// Two SQL files of one folder, a.sql and b.sql; roles.txt beside them names roles to make first.
struct Pair {
    std::string name;
    std::filesystem::path folder;
    bool reversed = false; ///< from b to a
};

/// The pairs below a folder, by name; none when it is not there.
std::vector<Pair> pairs_in(const std::filesystem::path& folder);

/// What became of a pair: a.sql in one database, b.sql in another, the statements from a to b run in the
/// first.
struct PairOutcome {
    std::string failure; ///< the error that stopped it; empty = none
    std::vector<std::string> differences_before;
    std::vector<std::string> differences_after;
    std::string dumps; ///< the first lines by which pg_dump tells the two apart, without the order of columns
    schema::Script script;

    bool repaired() const { return failure.empty() && differences_after.empty() && dumps.empty(); }
};

/// Tries a pair on the tests' server, in databases of its own.
PairOutcome try_pair(const Pair& pair);

/// The outcome in a few lines, for a failing test.
std::string describe(const Pair& pair, const PairOutcome& outcome);

} // namespace pgmend::test
