#pragma once

#include "statement/statement.hpp"

#include <optional>
#include <string>

namespace pgmend::statement {

/// The table behind PARTITION OF of a CREATE TABLE; nothing for other statements.
std::optional<ObjectName> partition_parent(const Statement& statement);

/// The table that CREATE TABLE … PARTITION BY makes; nothing for other statements.
std::optional<ObjectName> made_partitioned(const Statement& statement);

/// What CREATE EXTENSION asks for; empty = whatever the server chooses.
struct ExtensionOptions {
    std::string version;
    std::string schema;
};
ExtensionOptions extension_options(const Statement& statement);

/// The role behind AUTHORIZATION of CREATE SCHEMA; empty where there is none, or it is a keyword.
std::string schema_owner(const Statement& statement);

/// The index behind USING INDEX of ALTER TABLE ADD CONSTRAINT; empty for other statements.
std::string constraint_index(const Statement& statement);

bool is_alter_table(const Statement& statement);

/// Whether the statement is an ALTER TABLE of nothing but this table (or the one that the object is in), its
/// columns and constraints, which all keep their names.
bool alters_only(const Statement& statement, const ObjectName& object);

/// ALTER TABLE … ALTER COLUMN … TYPE, of one column and without USING: what it makes of what.
struct TypeChange {
    ObjectName table;
    std::string column;
    std::string type; ///< as written, with its modifiers and collation
};
std::optional<TypeChange> type_change(const Statement& statement);

} // namespace pgmend::statement
