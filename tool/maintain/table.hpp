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

/// A table that holds rows: the table itself, or a leaf of its partition tree.
struct Leaf {
    std::uint32_t oid = 0;
    std::string qualified;
    std::uint32_t file = 0; ///< its file's number, another one after a rewrite; 0 = it has none (foreign)
    long long rows = 0;     ///< the server's estimate; negative = none
    std::string access;     ///< the access method that stores it, where it is another than heap
};

/// Something that runs when a row is deleted.
struct Trigger {
    std::string kind; ///< "trigger" or "rule"
    std::string name;
    std::string event;
    std::string function;
};

/// A foreign key that points at the table.
struct Reference {
    std::string name;
    std::string table; ///< qualified, quoted
    std::vector<std::string> columns;
    std::vector<std::string> referenced;
    bool indexed = false;
    std::uint32_t only = 0; ///< it points at this leaf alone; 0 = at the whole table
};

/// What a maintaining command knows of a table before it begins.
struct Table {
    std::uint32_t oid = 0;
    std::string schema;
    std::string name;
    std::string qualified; ///< quoted where needed
    bool partitioned = false;
    bool temporary = false;
    bool has_children = false; ///< inherits to tables which are no partitions
    bool may_delete = false;
    bool may_lock = false;
    bool row_security = false; ///< policies hide rows from this role
    long long rows = 0;        ///< the server's estimate
    long long bytes = 0;       ///< with indexes and TOAST
    std::vector<Column> columns;
    std::vector<std::string> primary_key; ///< in the key's order; empty without one
    std::vector<Leaf> leaves;
    std::vector<Trigger> triggers;     ///< by read_dependents()
    std::vector<Reference> references; ///< by read_dependents()

    const Column* find(std::string_view column) const noexcept;
    /// Its rows are in more tables than one: the leaves.
    bool is_spread() const noexcept { return partitioned || has_children; }
};

/// Reads what the catalog says of a table, found by its name as SQL writes it or, failing that, without its
/// quotes. Throws UsageError when there is no such table, or when it is a view or the like.
Table read_table(pg::Connection& connection, const std::string& name);

/// Refuses tables whose rows are not found by their places on this server: those that an extension
/// distributes or cuts into chunks, and those with a partition or heir that is foreign or not stored as a
/// heap. Throws Error.
void refuse_other_storage(pg::Connection& connection, const Table& table);

/// Adds what minds when rows of the table are deleted.
void read_dependents(pg::Connection& connection, Table& table);

/// The names, each quoted, with commas; `prefix` ("t.") stands before each.
std::string column_list(const std::vector<std::string>& names, std::string_view prefix = "");

} // namespace pgmend::maintain
