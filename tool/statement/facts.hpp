#pragma once

#include "statement/statement.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::statement {

/// A constraint of a live table, as far as it decides about locks and scans.
struct ConstraintFacts {
    char type = ' '; ///< as pg_constraint.contype: c, f, p, u, x
    bool validated = true;
    std::string references; ///< of a foreign key: the other table, as the server writes it
    std::vector<std::string> columns;
    std::string guards; ///< of a CHECK (c IS NOT NULL) that a plan makes: the column

    bool operator==(const ConstraintFacts&) const = default;
};

/// What a live catalog knows of a relation that a statement names.
struct RelationFacts {
    std::string name;                     ///< as the server writes it, qualified
    char kind = 'r';                      ///< as pg_class.relkind
    long long rows = 0;                   ///< an estimate; -1 = never analyzed
    long long bytes = 0;                  ///< with its indexes and what is stored out of line
    std::string owner_table;              ///< of an index: the table it is on
    bool unique = false;                  ///< of an index: it keeps duplicates out
    std::map<std::string, bool> not_null; ///< each column: whether NULL is ruled out, a valid CHECK counts
    std::map<std::string, std::string>
        types; ///< each column: its type with modifiers, the oid of its collation
    std::map<std::string, ConstraintFacts> constraints;
    std::vector<std::string> referenced_columns; ///< those that foreign keys of other tables point to
    std::vector<std::string> referenced_by;      ///< tables whose foreign keys point here
    std::vector<std::string> partitions;         ///< and children by inheritance, all levels
    std::string default_partition;
    std::string parent;                       ///< of a partition: the table above
    std::vector<std::string> dependent_views; ///< views and materialized views that read it

    bool operator==(const RelationFacts&) const = default;
};

/// What is known of the database that a statement is for.
struct Facts {
    int server_major = 0;                                                   ///< 0 = not known
    std::map<std::pair<std::string, std::string>, RelationFacts> relations; ///< by schema and name as written

    /// Null where the relation is not there yet.
    const RelationFacts* find(std::string_view schema, std::string_view name) const {
        const auto found = relations.find({std::string(schema), std::string(name)});
        return found == relations.end() ? nullptr : &found->second;
    }
};

} // namespace pgmend::statement
