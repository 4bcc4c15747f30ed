#pragma once

#include "maintain/table.hpp"
#include "statement/statement.hpp"

#include <string>
#include <vector>

namespace pgmend::maintain {

/// The index that the user wants; the texts are SQL.
struct IndexSpec {
    std::string table; ///< as SQL names it
    std::string name;  ///< raw; empty = made from table and columns
    std::string method = "btree";
    std::string columns; ///< "full_data jsonb_path_ops", "lower(name), id DESC"
    std::string include;
    std::string where;
    std::string with; ///< "fastupdate = off"
    bool unique = false;
    bool nulls_not_distinct = false;
};

/// The whole CREATE INDEX statement for a table, under a name. `only` = on the parent of partitions alone.
std::string create_index_sql(const IndexSpec& spec, const Table& table, const std::string& name,
                             bool concurrently, bool only = false);

/// The name of the spec, or one as PostgreSQL would make it: table_columns_idx.
std::string index_name(const IndexSpec& spec, const Table& table);

/// The statement read; throws UsageError when the texts of a spec are more than parts of one CREATE INDEX.
statement::Statement parse_create_index(const std::string& sql);

/// Those of the table's columns that the text names.
std::vector<std::string> columns_named(const std::string& text, const Table& table);

/// Which operators a GIN index on jsonb answers, by its operator class; empty for anything else.
std::string gin_advice(const IndexSpec& spec, const Table& table);

} // namespace pgmend::maintain
