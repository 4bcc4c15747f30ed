#pragma once

#include "pg/connection.hpp"
#include "schema/model.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace pgmend::catalog {

/// A table by name; an empty schema stands for any.
struct TableName {
    std::string schema;
    std::string name;

    bool operator==(const TableName&) const = default;
};

/// What of a database is read, and how long may be waited for it.
struct ReadOptions {
    /// Only these schemas; empty = all but the server's own. A temporary schema is read when it is named.
    std::vector<std::string> schemas = {};
    /// Of these schemas only the relations of these names, and what belongs to them; empty = all.
    std::vector<std::string> relations = {};
    /// Left out always: what the tool keeps for itself, which is no part of the schema.
    std::vector<std::string> excluded_schemas = {"pgmend"};
    std::vector<TableName> excluded_tables = {{.schema = "", .name = "alembic_version"}};

    bool comments = true;
    bool privileges = true;
    bool dependencies = true;
    /// Roles, memberships, tablespaces, the database itself and the settings of roles and database too.
    bool cluster = false;

    std::chrono::milliseconds lock_timeout{2000};
    std::chrono::milliseconds statement_timeout{0};
    /// How often reading starts anew when the schema changes meanwhile.
    int attempts = 3;
    /// The names of the queries that are prepared on the connection, for one that reads again and again and
    /// has no proxy before it: planning is most of the work. Null = nothing is prepared.
    std::shared_ptr<std::set<std::string>> prepared = nullptr;
};

/// Opens a second connection to the same database, as the same role.
using Helper = std::function<pg::Connection()>;

/// Reads the schema of a live database, PostgreSQL 13 or later, in one round trip and without writing
/// anything. Takes AccessShareLock on views and briefly on tables; where one is not to be had at once it lets
/// go of the others and starts anew, until lock_timeout (0 = no end) is over, so that no DDL becomes a
/// deadlock's victim for its sake.
///
/// Outside a transaction it reads in a REPEATABLE READ one of its own; inside one it sees what that has done
/// so far, and leaves its settings as they were. Either way the texts that the server deparses show the
/// catalog as it is at that moment, not as of the snapshot; so a change by others while the whole or some
/// schemas are read is noticed, and reading starts anew. Where others have ended transactions meanwhile, that
/// takes a second round trip.
///
/// With a `helper`, and outside a transaction, the costly half is read over a second connection at the same
/// time; where that cannot be opened, all goes over the first.
///
/// Throws Error: exit code 6 when a lock was not obtained, naming the relation; 4 when the schema kept
/// changing.
schema::Model read(pg::Connection& connection, const ReadOptions& options = {}, Helper helper = {});

} // namespace pgmend::catalog
