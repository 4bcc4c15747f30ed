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
    comment, ///< named after what it is on
    other
};

/// An object as a statement names it: folded as the server folds it, and qualified only where the text is.
struct ObjectName {
    ObjectKind kind = ObjectKind::other;
    std::string schema; ///< empty = found by the search path
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
    bool if_exists = false; ///< on a column or constraint of ALTER TABLE IF EXISTS also: if the table exists
    bool if_not_exists = false; ///< nothing happens where the name is taken
    bool or_replace = false;
    bool cascade = false;
    bool concurrently = false;
    std::string new_name;   ///< alter by RENAME TO: the name afterwards
    std::string new_schema; ///< alter by SET SCHEMA: the schema afterwards

    bool operator==(const Effect&) const = default;
};

/// What the `-- pgmend:` lines before a statement ask for.
struct Directives {
    std::vector<std::string> allow; ///< lint rules that are silent for the statement
    bool irreversible = false;
    std::optional<std::chrono::milliseconds> timeout; ///< statement_timeout; zero = none
    std::optional<int> retry;                         ///< tries to get the lock
    int line = 0;                                     ///< of the first directive; 0 = there is none

    bool operator==(const Directives&) const = default;
};

enum class Category {
    ddl,     ///< makes, changes, drops or maintains objects
    data,    ///< reads or changes rows, or runs code that may do anything (DO, CALL)
    session, ///< settings, locks, savepoints, cursors
    unknown
};

/// One SQL statement of a file.
struct Statement {
    std::string sql;        ///< without white space and comments around it, and without the final semicolon
    std::size_t offset = 0; ///< of `sql` in the text, in bytes
    int line = 1;           ///< of the first character
    int column = 1;         ///< of the first character, in characters
    bool parsed =
        false; ///< false: the parser does not know it (newer syntax, or wrong); no effects are known
    bool transactional = true; ///< false: PostgreSQL refuses it in a transaction block
    bool changes_session =
        false; ///< leaves something behind in the session: SET, temporary tables, session locks
    Category category = Category::unknown;
    std::vector<Effect> effects;       ///< in the order of the text
    std::vector<ObjectName> relations; ///< every table, view and sequence named, each once; not WITH queries
    Directives directives;
    KeptTree tree; ///< of `sql`, from analyze()

    bool operator==(const Statement&) const = default;
};

/// The place in `file` of the server's error position in a statement: `char_position` counts characters of
/// `sql` from 1, as PG_DIAG_STATEMENT_POSITION does; one that is out of range means the start or the end.
SourceLocation locate(const Statement& statement, std::size_t char_position, const std::string& file);

} // namespace pgmend::statement
