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

/// One statement, or one sub-command of an ALTER TABLE that has several, as a rule sees it.
struct StatementContext {
    const Section& section;
    const statement::Statement& statement;
    std::string sql; ///< of the statement, or of ALTER TABLE with this sub-command alone
    const statement::Node* node = nullptr; ///< null: not known to the parser
    /// What the database made of this when it was tried on an empty copy of the table; nothing where it was
    /// not.
    std::optional<bool> rewrites;
    const Past& past; ///< what the statements before it have done

    /// A table of the section's own making: nobody waits for it, and it holds next to nothing.
    bool is_new(const PgQuery__RangeVar* relation) const { return past.is_new(*relation); }
    /// The only sub-command of ALTER TABLE on a table that is not new; null for everything else.
    const PgQuery__AlterTableCmd* command() const;
    /// The same, if it is of this type.
    const PgQuery__AlterTableCmd* command(PgQuery__AlterTableType type) const;
    /// The table of command(), as SQL names it.
    std::string table() const;
    /// The constraint that ALTER TABLE ADD … adds, if it is of this type; null for everything else.
    const PgQuery__Constraint* added_constraint(PgQuery__ConstrType type) const;
    /// The column that ALTER TABLE ADD COLUMN adds; null for everything else.
    const PgQuery__ColumnDef* added_column() const;
    /// The columns that CREATE TABLE makes or ALTER TABLE adds.
    std::vector<const PgQuery__ColumnDef*> made_columns() const;
    /// What is known of a relation of the live database; null where nothing is.
    const statement::RelationFacts* facts_of(const PgQuery__RangeVar* relation) const;
};

/// What a rule reports of a statement.
struct Violation {
    std::string message;
    std::string instead;
};

using Violations = std::vector<Violation>;

/// A constraint of a column, or null.
const PgQuery__Constraint* constraint_of(const PgQuery__ColumnDef& column, PgQuery__ConstrType type);

/// A name as it must stand in SQL.
std::string name_text(std::string_view name);
/// A table as SQL names it.
std::string table_text(const PgQuery__RangeVar* relation);
/// "a, b" from a list of strings.
std::string names_text(std::span<statement::Node* const> names);
/// The name that the constraint has, or the one that the server would give it.
std::string constraint_name(const PgQuery__RangeVar* table, const PgQuery__Constraint& constraint);
/// The last part of a type's name: "int4", "varchar".
std::string type_name(const PgQuery__TypeName* type);

} // namespace pgmend::lint
