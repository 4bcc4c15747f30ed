#pragma once

#include "maintain/duplicates.hpp"

#include <string>

namespace pgmend::maintain {

/// SELECT lists that bring the rows of any of a table's leaves together, so that they can be ranked: rel, id
/// and version (a row's place and xmin), k1, k2, … (its key), o1, o2, … (what decides which row stays).
class Ranking {
  public:
    Ranking(const Table& table, const Grouping& grouping);

    /// For a SELECT from one leaf under the alias t.
    const std::string& list() const noexcept { return list_; }
    /// k1, k2, …
    const std::string& keys() const noexcept { return keys_; }
    /// ORDER BY of the bare names; the first row stays.
    const std::string& order() const noexcept { return order_; }
    /// " AND …" that leaves out rows that do not count.
    const std::string& condition() const noexcept { return condition_; }
    /// " AND …" for the rows of one key; its values are the parameters from $first on.
    std::string has_key(std::size_t first) const;

  private:
    const Table& table_;
    const Grouping& grouping_;
    std::string list_, keys_, order_, condition_;
};

} // namespace pgmend::maintain
