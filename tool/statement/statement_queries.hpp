#pragma once

#include "statement/statement.hpp"

#include <optional>
#include <string>

namespace pgmend::statement {

/// The table after PARTITION OF in a CREATE TABLE; nothing for other statements.
std::optional<ObjectName> partition_parent(const Statement& statement);

/// The table that CREATE TABLE … PARTITION BY creates; nothing for other statements.
std::optional<ObjectName> made_partitioned(const Statement& statement);

/// The options of CREATE EXTENSION; empty = the server chooses.
struct ExtensionOptions {
    std::string version;
    std::string schema;
};
ExtensionOptions extension_options(const Statement& statement);

/// The role after AUTHORIZATION in CREATE SCHEMA; empty if there is none, or if it is a keyword.
std::string schema_owner(const Statement& statement);

/// The index after USING INDEX in ALTER TABLE ADD CONSTRAINT; empty for other statements.
std::string constraint_index(const Statement& statement);

bool is_alter_table(const Statement& statement);

/// Whether the statement is an ALTER TABLE that changes only this table (or the table of the object), its
/// columns and its constraints, and does not rename any of them.
bool alters_only(const Statement& statement, const ObjectName& object);

/// The old and new type in an ALTER TABLE … ALTER COLUMN … TYPE for one column and without USING.
struct TypeChange {
    ObjectName table;
    std::string column;
    std::string type; ///< as written, with its modifiers and collation
};
std::optional<TypeChange> type_change(const Statement& statement);

} // namespace pgmend::statement
