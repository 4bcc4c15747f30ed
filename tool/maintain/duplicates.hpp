#pragma once

#include "maintain/table.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pgmend::maintain {

/// Which row of a group is kept.
struct Keep {
    std::string column;    ///< empty = the first by primary key
    bool greatest = false; ///< newest, max; otherwise oldest, min. A value always precedes NULL
    std::string word;      ///< as given: "oldest:created_at"

    bool operator==(const Keep&) const = default;
};

/// Parses "oldest:column", "newest:…", "min:…", "max:…". Throws UsageError.
Keep parse_keep(const std::string& text);

/// Which rows are duplicates.
struct Grouping {
    std::vector<std::string> key;
    Keep keep;
    /// NULL equals NULL in the key; otherwise, rows with NULL in the key are not duplicates.
    bool nulls_same = false;

    bool operator==(const Grouping&) const = default;
};

/// Checks that all columns exist in the table, and that the meaning of NULL was given if a key column can be
/// NULL. Throws UsageError.
void check_grouping(const Table& table, const Grouping& grouping, bool nulls_given);

/// A query that returns the rows to delete, in the form of the work table. `keys` names a table of the keys
/// with duplicates, which avoids looking at all other rows; empty = there is none.
std::string to_delete_query(const Table& table, const Grouping& grouping, const std::string& keys = "");

/// " WHERE …" that excludes rows with NULL in the key, if these are not duplicates; otherwise empty.
std::string without_nulls(const Table& table, const Grouping& grouping);

/// A query that returns (groups, rows): the number of groups with duplicates, and the number of rows to
/// delete.
std::string count_query(const Table& table, const Grouping& grouping);

/// A query that returns the `limit` largest groups: the key as text, and the number of rows.
std::string sample_query(const Table& table, const Grouping& grouping, int limit);

/// Counts the rows of a FROM item (rel, row_id, row_xmin) that foreign keys reference.
long long count_referenced(pg::Connection& connection, const Table& table, const std::string& to_delete);

/// The FROM item for the whole table.
std::string from_item(const Table& table);

} // namespace pgmend::maintain
