#pragma once

#include "maintain/duplicates.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pgmend::maintain {

/// An index that contains the rows of a table in the order of the key. With it, the groups can be read piece
/// by piece, each piece in a short transaction. No group is divided between two pieces.
struct KeyPath {
    std::vector<std::string> columns; ///< the key columns, in the order of the index
};

/// Whether "=" is sufficient to compare keys: no key column can be NULL, or rows with NULL are not
/// duplicates. Otherwise, an index cannot be used.
bool plainly_equal(const Table& table, const Grouping& grouping);

/// The smallest such index; nothing if there is none.
std::optional<KeyPath> find_key_path(pg::Connection& connection, const Table& table,
                                     const Grouping& grouping);

/// Ascending values of the first column of the key that divide the table into at most `ranges` ranges of
/// about the same size, according to the server's statistics.
std::vector<std::string> range_bounds(pg::Connection& connection, const Table& table, const KeyPath& path,
                                      std::size_t ranges);

/// The statements for one piece of a range. All parameters are texts.
class PieceSql {
  public:
    PieceSql(const Table& table, const Grouping& grouping, const KeyPath& path);

    /// The bounds of a piece. It begins after a key, at a value of the first column, or at the start of the
    /// table. It ends at a key, before a value of the first column, or at the end of the table.
    struct Span {
        std::vector<std::string> above;   ///< a key; empty = `from` is the lower bound
        std::optional<std::string> from;  ///< a value of the first column
        std::vector<std::string> upto;    ///< a key; empty = `below` is the upper bound
        std::optional<std::string> below; ///< a value of the first column
        bool before = false;              ///< it ends before the key `upto`
    };
    pg::Parameters parameters(const Span& span) const;
    /// Returns the key of the row that is `rows` rows after the lower bound; no row if there are fewer.
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
