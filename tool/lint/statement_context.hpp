#pragma once

#include "lint/finding.hpp"
#include "lint/past.hpp"
#include "lint/section.hpp"
#include "statement/names.hpp"
#include "statement/parse_tree.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pgmend::lint {

/// A statement, or one sub-command of an ALTER TABLE with several, as seen by a rule.
struct StatementContext {
    const Section& section;
    const statement::Statement& statement;
    std::string sql;                       ///< the statement, or the ALTER TABLE with only this sub-command
    const statement::Node* node = nullptr; ///< null: the parser does not know the statement
    /// Whether the table is rewritten, if this was tried on an empty copy of the table; no value otherwise.
    std::optional<bool> rewrites;
    const Past& past; ///< effects of the previous statements

    /// Whether the section has created the table: no other session uses it yet, and it is almost empty.
    bool is_new(const PgQuery__RangeVar* relation) const { return past.is_new(*relation); }
    /// The only sub-command of an ALTER TABLE on a table that is not new; null for all other statements.
    const PgQuery__AlterTableCmd* command() const;
    /// The same, if it has this type.
    const PgQuery__AlterTableCmd* command(PgQuery__AlterTableType type) const;
    /// The table of command(), as SQL.
    std::string table() const;
    /// The constraint that ALTER TABLE ADD … adds, if it has this type; null for all other statements.
    const PgQuery__Constraint* added_constraint(PgQuery__ConstrType type) const;
    /// The column that ALTER TABLE ADD COLUMN adds; null for all other statements.
    const PgQuery__ColumnDef* added_column() const;
    /// The columns that CREATE TABLE creates or ALTER TABLE adds.
    std::vector<const PgQuery__ColumnDef*> made_columns() const;
    /// The facts about a relation of the live database; null if there are none.
    const statement::RelationFacts* facts_of(const PgQuery__RangeVar* relation) const;
};

/// What a rule reports about a statement.
struct Violation {
    std::string message;
    std::string instead;
};

using Violations = std::vector<Violation>;

/// A constraint of a column with this type, or null.
const PgQuery__Constraint* constraint_of(const PgQuery__ColumnDef& column, PgQuery__ConstrType type);

/// A name as SQL, quoted if necessary.
std::string name_text(std::string_view name);
/// A table as SQL.
std::string table_text(const PgQuery__RangeVar* relation);
/// "a, b" from a list of strings.
std::string names_text(std::span<statement::Node* const> names);
/// The name of the constraint, or the one that the server would choose.
std::string constraint_name(const PgQuery__RangeVar* table, const PgQuery__Constraint& constraint);
/// The last part of a type's name: "int4", "varchar".
std::string type_name(const PgQuery__TypeName* type);

} // namespace pgmend::lint
