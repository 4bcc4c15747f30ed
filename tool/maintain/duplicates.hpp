#pragma once

#include "maintain/table.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pgmend::maintain {

/// Which row of a group stays.
struct Keep {
    std::string column;    ///< empty = the first by primary key
    bool greatest = false; ///< newest, max; else oldest, min. A NULL never wins against a value
    std::string word;      ///< as it was given: "oldest:created_at"

    bool operator==(const Keep&) const = default;
};

/// Reads "oldest:column", "newest:…", "min:…", "max:…". Throws UsageError.
Keep parse_keep(const std::string& text);

/// Which rows are duplicates of each other.
struct Grouping {
    std::vector<std::string> key;
    Keep keep;
    bool nulls_same = false; ///< rows with NULL in the same key columns are equal; else they are left alone

    bool operator==(const Grouping&) const = default;
};

/// Holds a grouping to the table: all columns are there, and it has been said what NULL means where a key
/// column may be NULL. Throws UsageError.
void check_grouping(const Table& table, const Grouping& grouping, bool nulls_given);

/// A query for the rows that have to go: the columns of a work table. `keys` names a table of the keys that
/// are there more than once, which saves looking at all others; empty = there is none.
std::string to_delete_query(const Table& table, const Grouping& grouping, const std::string& keys = "");

/// " WHERE …" that leaves out the rows with NULL in the key where those are left alone; else empty.
std::string without_nulls(const Table& table, const Grouping& grouping);

/// A query for (groups, rows): how many groups hold duplicates, and how many rows have to go.
std::string count_query(const Table& table, const Grouping& grouping);

/// A query for the `limit` largest groups: the key's values as text, and how many rows each has.
std::string sample_query(const Table& table, const Grouping& grouping, int limit);

/// How many of the rows that a source in FROM names (rel, row_id, row_xmin) are referenced by foreign keys.
long long count_referenced(pg::Connection& connection, const Table& table, const std::string& to_delete);

/// FROM's item for the whole table.
std::string from_item(const Table& table);

} // namespace pgmend::maintain
