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
    std::vector<std::string> key; ///< names of columns, or expressions as SQL
    std::string where;            ///< only rows that meet it count; empty = all
    Keep keep;
    bool nulls_same = false; ///< rows with NULL in the same key columns are equal; else they are left alone

    bool operator==(const Grouping&) const = default;
};

/// Whether a part of the key is an expression, not a column.
bool is_expression(const Table& table, const std::string& key);
/// Whether all parts are columns and all rows count: then an index on the columns finds the groups.
bool is_plain(const Table& table, const Grouping& grouping);

/// Holds a grouping to the table: all columns are there, and it has been said what NULL means where a key
/// column may be NULL. Throws UsageError.
void check_grouping(const Table& table, const Grouping& grouping, bool nulls_given);

/// One of them as SQL.
std::string key_sql(const Table& table, const std::string& key, std::string_view prefix);

/// The key's parts as SQL with commas; columns of the table under the alias `prefix` ("t.").
std::string key_list(const Table& table, const Grouping& grouping, std::string_view prefix = "");

/// SELECT of the keys that are there more than once, as pgmend_k1, pgmend_k2, …; `condition` as
/// where_clause().
std::string repeated_query(const Table& table, const Grouping& grouping, const std::string& condition);

/// A query for the rows that have to go: the columns of a work table. `keys` names what repeated_query()
/// gives, which saves looking at all others; empty = there is none.
std::string to_delete_query(const Table& table, const Grouping& grouping, const std::string& keys = "");

/// " WHERE …" that leaves out the rows that do not count, and those with NULL in the key where they are left
/// alone; else empty.
std::string where_clause(const Table& table, const Grouping& grouping);

/// A query for (groups, rows): how many groups hold duplicates, and how many rows have to go.
std::string count_query(const Table& table, const Grouping& grouping);

/// A query for the `limit` largest groups: the key's values as text, and how many rows each has.
std::string sample_query(const Table& table, const Grouping& grouping, int limit);

/// How many of the rows that a source in FROM names (rel, row_id, row_xmin) are referenced by foreign keys.
long long count_referenced(pg::Connection& connection, const Table& table, const std::string& to_delete);

/// FROM's item for the whole table.
std::string from_item(const Table& table);

} // namespace pgmend::maintain
