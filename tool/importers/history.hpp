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
    std::optional<Version> through; ///< and every version up to this one
    std::size_t first = 0;          ///< and so many revisions of the line, counted from base
    std::vector<std::string> warnings;
};

// What the rows mean, a function a tool. Each throws Error (exit code 5) where the tool itself would not go
// on, for a failed or half-done migration, with the way on in pgmend.

History dbmate_history(const std::vector<Row>& rows); ///< version
History flyway_history(const std::vector<Row>& rows); ///< version, type, script, checksum, success, by rank
History golang_migrate_history(const std::vector<Row>& rows);  ///< version, dirty
History sql_migrate_history(const std::vector<Row>& rows);     ///< id
History node_pg_migrate_history(const std::vector<Row>& rows); ///< name
History version_history(const std::vector<Row>& rows);         ///< version; diesel, Supabase, any other
History sqlx_history(const std::vector<Row>& rows);            ///< version, success
History drizzle_history(const std::vector<Row>& rows);         ///< hash
History atlas_history(const std::vector<Row>& rows);           ///< version, applied, total
History prisma_history(const std::vector<Row>& rows);    ///< migration_name, finished_at, rolled_back_at
History goose_history(const std::vector<Row>& rows);     ///< version_id, is_applied, by id
History tern_history(const std::vector<Row>& rows);      ///< version
History sqitch_history(const std::vector<Row>& rows);    ///< change, by committed_at
History liquibase_history(const std::vector<Row>& rows); ///< id, author, exectype
History django_history(const std::vector<Row>& rows);    ///< app, name
History rails_history(const std::vector<Row>& rows);     ///< version

} // namespace pgmend::importers
