#pragma once

#include "maintain/duplicates.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pgmend::maintain {

/// An index that holds a table's rows in the order of the key: by it the groups can be looked at piece by
/// piece, each piece in a short transaction of its own, as no group is in two pieces.
struct KeyPath {
    std::vector<std::string> columns; ///< those of the key, in the index's order
};

/// Whether NULL in the key takes part in "=", as it does when no key column can be NULL, or rows with NULL
/// are left alone. Otherwise there is no way by an index.
bool plainly_equal(const Table& table, const Grouping& grouping);

/// The smallest such index; nothing when there is none.
std::optional<KeyPath> find_key_path(pg::Connection& connection, const Table& table,
                                     const Grouping& grouping);

/// Values of the key's first column, ascending, which cut the table into at most `ranges` ranges of about
/// equal size, by the server's statistics.
std::vector<std::string> range_bounds(pg::Connection& connection, const Table& table, const KeyPath& path,
                                      std::size_t ranges);

/// The statements for one piece of one range. Parameters are texts: $1, $2, … as many as there are.
class PieceSql {
  public:
    PieceSql(const Table& table, const Grouping& grouping, const KeyPath& path);

    /// Where a piece begins and ends: behind a key, or with a value of the first column, or at the table's
    /// beginning; with a key, or before a value of the first column, or at the table's end.
    struct Span {
        std::vector<std::string> above;   ///< a key; empty = `from` counts
        std::optional<std::string> from;  ///< a value of the first column
        std::vector<std::string> upto;    ///< a key; empty = `below` counts
        std::optional<std::string> below; ///< a value of the first column
        bool before = false;              ///< it ends before the key `upto`
    };
    pg::Parameters parameters(const Span& span) const;
    /// The key of the row that comes `rows` rows behind the beginning; no row when there are fewer.
    std::string end(const Span& span, long long rows) const;
    /// Whether more than so many rows have the key that is the parameters $1, $2, …
    std::string is_large_group(long long rows) const;
    /// Puts the rows of the span that have to go into a work table; returns how many groups, how many rows.
    std::string collect(const Span& span, const std::string& work) const;

  private:
    std::string condition(const Span& span) const;

    const Table& table_;
    Grouping grouping_;
    std::vector<std::string> columns_;
};

} // namespace pgmend::maintain
