#pragma once

#include "base/error.hpp"
#include "statement/kept_tree.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::statement {

enum class ObjectKind {
    schema,
    extension,
    type,
    domain,
    sequence,
    table, ///< also partitioned and foreign tables
    view,
    materialized_view,
    index,
    column,
    constraint,
    function,
    procedure,
    aggregate,
    trigger,
    rule,
    policy,
    statistics,
    publication,
    comment, ///< has the name of the object that it is on
    other
};

/// The name of an object in a statement, folded as by the server, and qualified only if it is qualified in
/// the text.
struct ObjectName {
    ObjectKind kind = ObjectKind::other;
    std::string schema; ///< empty = found through search_path
    std::string name;   ///< empty = chosen by the server (an index or constraint without a name)
    std::string relation_schema;
    /// The table of a column, index, constraint, trigger, rule or policy; the domain of a domain's
    /// constraint.
    std::string relation;

    bool operator==(const ObjectName&) const = default;
};

enum class Verb { create, drop, alter };

/// What a statement does to one object.
struct Effect {
    Verb verb = Verb::alter;
    ObjectName object;
    bool if_exists = false; ///< for a column or constraint of ALTER TABLE IF EXISTS also: if the table exists
    bool if_not_exists = false; ///< nothing is done if the name exists
    bool or_replace = false;
    bool cascade = false;
    bool concurrently = false;
    std::string new_name;   ///< for RENAME TO: the new name
    std::string new_schema; ///< for SET SCHEMA: the new schema

    bool operator==(const Effect&) const = default;
};

/// The `-- pgmend:` lines before a statement.
struct Directives {
    std::vector<std::string> allow; ///< lint rules that are turned off for the statement
    bool irreversible = false;
    std::optional<std::chrono::milliseconds> timeout; ///< statement_timeout; zero = none
    std::optional<int> retry;                         ///< number of retries after a lock timeout
    int line = 0;                                     ///< line of the first directive; 0 = there is none

    bool operator==(const Directives&) const = default;
};

enum class Category {
    ddl,     ///< creates, alters, drops or maintains objects
    data,    ///< reads or changes rows, or runs arbitrary code (DO, CALL)
    session, ///< settings, locks, savepoints, cursors
    unknown
};

/// One SQL statement of a file.
struct Statement {
    std::string sql;        ///< without surrounding white space and comments, and without the final semicolon
    std::size_t offset = 0; ///< offset of `sql` in the text, in bytes
    int line = 1;           ///< of the first character
    int column = 1;         ///< of the first character, in characters
    /// False: the parser does not know it (newer or invalid syntax); no effects are known.
    bool parsed = false;
    bool transactional = true; ///< false: PostgreSQL cannot run it in a transaction block
    /// Changes the session for later statements: SET, temporary tables, session locks.
    bool changes_session = false;
    Category category = Category::unknown;
    std::vector<Effect> effects; ///< in the order of the text
    /// All tables, views and sequences in the text, without duplicates and WITH queries.
    std::vector<ObjectName> relations;
    Directives directives;
    KeptTree tree; ///< tree of `sql`, set by analyze()

    bool operator==(const Statement&) const = default;
};

/// The position in `file` of an error position of the server: `char_position` counts characters of `sql` from
/// 1, like PG_DIAG_STATEMENT_POSITION. A position out of range is moved to the start or the end.
SourceLocation locate(const Statement& statement, std::size_t char_position, const std::string& file);

} // namespace pgmend::statement
