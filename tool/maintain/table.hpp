#pragma once

#include "pg/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::maintain {

struct Column {
    std::string name;
    int number = 0; ///< pg_attribute.attnum: stays through a renaming, and never comes again
    std::string type;
    bool nullable = false;
    bool generated = false;
    bool identity = false;
};

/// A table that contains rows: the table itself, or a leaf of its partition tree.
struct Leaf {
    std::uint32_t oid = 0;
    std::string qualified;
    std::uint32_t file = 0; ///< its file's number, another one after a rewrite; 0 = it has none (foreign)
    long long rows = 0;     ///< the server's estimate; negative = none
    std::string access;     ///< the access method that stores it, where it is another than heap
};

/// A trigger or rule that fires when a row is deleted.
struct Trigger {
    std::string kind; ///< "trigger" or "rule"
    std::string name;
    std::string event;
    std::string function;
};

/// A foreign key that references the table.
struct Reference {
    std::string name;
    std::string table; ///< qualified, quoted
    std::vector<std::string> columns;
    std::vector<std::string> referenced;
    bool indexed = false;
    std::uint32_t only = 0; ///< it points at this leaf alone; 0 = at the whole table
};

/// What a maintenance command must know about a table.
struct Table {
    std::uint32_t oid = 0;
    std::string schema;
    std::string name;
    std::string qualified; ///< quoted where necessary
    bool partitioned = false;
    bool temporary = false;
    bool has_children = false; ///< has child tables that are not partitions
    bool may_delete = false;
    bool may_lock = false;
    bool row_security = false; ///< policies hide rows from this role
    long long rows = 0;        ///< the server's estimate
    long long bytes = 0;       ///< including indexes and TOAST
    std::vector<Column> columns;
    std::vector<std::string> primary_key; ///< in the order of the key; empty = none
    std::vector<Leaf> leaves;
    std::vector<Trigger> triggers;     ///< filled in by read_dependents()
    std::vector<Reference> references; ///< filled in by read_dependents()

    const Column* find(std::string_view column) const noexcept;
    /// Its rows are in more tables than one: the leaves.
    bool is_spread() const noexcept { return partitioned || has_children; }
};

/// Reads the catalog entries of a table. `name` is SQL; if no such table exists, it is tried as a name
/// without quotes. Throws UsageError if the table does not exist or is a view or the like.
Table read_table(pg::Connection& connection, const std::string& name);

/// Refuses tables whose rows are not found by their places on this server: those that an extension
/// distributes or cuts into chunks, and those with a partition or heir that is foreign or not stored as a
/// heap. Throws Error.
void refuse_other_storage(pg::Connection& connection, const Table& table);

/// Adds what minds when rows of the table are deleted.
void read_dependents(pg::Connection& connection, Table& table);

/// The quoted names, separated by commas; `prefix` ("t.") precedes each.
std::string column_list(const std::vector<std::string>& names, std::string_view prefix = "");

} // namespace pgmend::maintain
