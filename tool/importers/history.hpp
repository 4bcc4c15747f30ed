#pragma once

#include "importers/version.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pgmend::importers {

/// One row of a tool's table: the columns that Tool::columns names, as text; NULL is empty.
using Row = std::vector<std::string>;

/// A migration that is applied according to the tool's table.
struct Entry {
    std::string name;             ///< the name in the table
    std::vector<std::string> ids; ///< possible revision ids, the most likely first
    std::string kind;             ///< the tool's type of migration, such as "JDBC"; for messages
    std::string checksum;         ///< empty = the table has none

    bool operator==(const Entry&) const = default;
};

/// The migrations that a tool has applied to a database.
struct History {
    std::vector<Entry> applied;
    std::optional<Version> through; ///< if set, all versions up to this one are also applied
    std::vector<std::string> warnings;
};

// The meaning of the rows, one function per tool. Each throws Error (exit code 5) if the tool itself would
// not continue, because a migration has failed or is half done.

History dbmate_history(const std::vector<Row>& rows); ///< version
History flyway_history(const std::vector<Row>& rows); ///< version, type, script, checksum, success, by rank
History golang_migrate_history(const std::vector<Row>& rows);  ///< version, dirty
History sql_migrate_history(const std::vector<Row>& rows);     ///< id
History node_pg_migrate_history(const std::vector<Row>& rows); ///< name

} // namespace pgmend::importers
