#pragma once

#include "statement/statement.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::statement {

/// A constraint of a live table, as far as it determines locks and scans.
struct ConstraintFacts {
    char type = ' '; ///< as pg_constraint.contype: c, f, p, u, x
    bool validated = true;
    std::string references; ///< for a foreign key: the referenced table, as the server prints it
    std::vector<std::string> columns;
    std::string guards; ///< for a CHECK (c IS NOT NULL) that a plan creates: the column

    bool operator==(const ConstraintFacts&) const = default;
};

/// What is known from the live catalog about a relation that a statement names.
struct RelationFacts {
    std::string name;        ///< the qualified name, as the server prints it
    char kind = 'r';         ///< as pg_class.relkind
    long long rows = 0;      ///< estimated; -1 = never analyzed
    long long bytes = 0;     ///< including indexes and TOAST
    std::string owner_table; ///< for an index: its table
    bool unique = false;     ///< for an index: it is unique
    /// For each column: whether NULL is excluded, possibly by a valid CHECK.
    std::map<std::string, bool> not_null;
    /// For each column: its type with modifiers, and the oid of its collation.
    std::map<std::string, std::string> types;
    std::map<std::string, ConstraintFacts> constraints;
    std::vector<std::string> referenced_columns; ///< columns that foreign keys of other tables reference
    std::vector<std::string> referenced_by;      ///< tables with foreign keys that reference this table
    std::vector<std::string> partitions;         ///< including inheritance children, on all levels
    std::string default_partition;
    std::string parent;                       ///< for a partition: its parent
    std::vector<std::string> dependent_views; ///< views and materialized views that use the relation

    bool operator==(const RelationFacts&) const = default;
};

/// What is known about the database for which a statement is analyzed.
struct Facts {
    int server_major = 0; ///< 0 = not known
    /// By schema and name as in the text.
    std::map<std::pair<std::string, std::string>, RelationFacts> relations;

    /// Null if the relation does not exist yet.
    const RelationFacts* find(std::string_view schema, std::string_view name) const {
        const auto found = relations.find({std::string(schema), std::string(name)});
        return found == relations.end() ? nullptr : &found->second;
    }
};

} // namespace pgmend::statement
