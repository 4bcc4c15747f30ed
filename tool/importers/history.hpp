#pragma once

#include "importers/version.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pgmend::importers {

/// One row of a tool's table: the columns that Tool::columns names, as text; NULL is empty.
using Row = std::vector<std::string>;

/// A migration that a tool's table says is applied.
struct Entry {
    std::string name;             ///< as the table has it
    std::vector<std::string> ids; ///< the revision ids that it may have got, the likeliest first
    std::string kind;             ///< "JDBC" where the tool says how it was made; for messages
    std::string checksum;         ///< empty = the table has none

    bool operator==(const Entry&) const = default;
};

/// What a tool has applied to a database.
struct History {
    std::vector<Entry> applied;
    std::optional<Version> through; ///< and every version up to this one
    std::vector<std::string> warnings;
};

// What the rows mean, a function a tool. Each throws Error (exit code 5) where the tool itself would not go
// on: a failed or half-done migration.

History dbmate_history(const std::vector<Row>& rows); ///< version
History flyway_history(const std::vector<Row>& rows); ///< version, type, script, checksum, success, by rank
History golang_migrate_history(const std::vector<Row>& rows);  ///< version, dirty
History sql_migrate_history(const std::vector<Row>& rows);     ///< id
History node_pg_migrate_history(const std::vector<Row>& rows); ///< name

} // namespace pgmend::importers
