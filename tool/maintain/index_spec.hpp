#pragma once

#include "maintain/table.hpp"
#include "statement/statement.hpp"

#include <string>
#include <vector>

namespace pgmend::maintain {

/// The desired index. All texts are SQL.
struct IndexSpec {
    std::string table; ///< the table, as SQL
    std::string name;  ///< not quoted; empty = derived from table and columns
    std::string method = "btree";
    std::string columns; ///< "full_data jsonb_path_ops", "lower(name), id DESC"
    std::string include;
    std::string where;
    std::string with; ///< "fastupdate = off"
    bool unique = false;
    bool nulls_not_distinct = false;
};

/// The CREATE INDEX statement for a table, with a name. `only` = only on the parent of partitions.
std::string create_index_sql(const IndexSpec& spec, const Table& table, const std::string& name,
                             bool concurrently, bool only = false);

/// The name in the spec, or the one that PostgreSQL would choose: table_columns_idx.
std::string index_name(const IndexSpec& spec, const Table& table);

/// Parses the statement. Throws UsageError if the texts of a spec contain more than parts of one CREATE
/// INDEX.
statement::Statement parse_create_index(const std::string& sql);

/// The columns of the table that the text names.
std::vector<std::string> columns_named(const std::string& text, const Table& table);

/// The operators that a GIN index on jsonb supports, depending on its operator class; empty for other
/// indexes.
std::string gin_advice(const IndexSpec& spec, const Table& table);

} // namespace pgmend::maintain
