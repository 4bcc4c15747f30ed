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
    std::vector<std::string> key; ///< names of columns, or expressions as SQL
    std::string where;            ///< only rows that meet it count; empty = all
    Keep keep;
    /// NULL equals NULL in the key; otherwise, rows with NULL in the key are not duplicates.
    bool nulls_same = false;

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
