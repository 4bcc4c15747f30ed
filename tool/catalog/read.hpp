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

/// The name of a table; an empty schema matches any schema.
struct TableName {
    std::string schema;
    std::string name;

    bool operator==(const TableName&) const = default;
};

/// What to read from a database, and how long to wait for it.
struct ReadOptions {
    /// Read only these schemas; empty = all except the server's own. A temporary schema is read only if it is
    /// named.
    std::vector<std::string> schemas = {};
    /// In these schemas, read only the relations with these names, and what belongs to them; empty = all.
    std::vector<std::string> relations = {};
    /// Never read; contains pgmend's own objects.
    std::vector<std::string> excluded_schemas = {"pgmend"};
    std::vector<TableName> excluded_tables = {{.schema = "", .name = "alembic_version"}};

    bool comments = true;
    bool privileges = true;
    bool dependencies = true;
    /// Also read roles, memberships, tablespaces, the database itself, and the settings of roles and the
    /// database.
    bool cluster = false;

    std::chrono::milliseconds lock_timeout{2000};
    std::chrono::milliseconds statement_timeout{0};
    /// How many times reading is started if the schema keeps changing.
    int attempts = 3;
    /// The names of the queries that are prepared on the connection, for one that reads again and again and
    /// has no proxy before it: planning is most of the work. Null = nothing is prepared.
    std::shared_ptr<std::set<std::string>> prepared = nullptr;
};

/// Opens a second connection to the same database, as the same role.
using Helper = std::function<pg::Connection()>;

/// Reads the schema of a live database, PostgreSQL 13 or later, in one round trip and without writing. Takes
/// ACCESS SHARE on views, and briefly on tables. If a lock cannot be acquired immediately, it releases the
/// others and starts again, until lock_timeout has passed (0 = no limit). Therefore, it never causes a
/// deadlock for concurrent DDL.
///
/// Outside a transaction, it reads in a REPEATABLE READ transaction of its own. Inside a transaction, it sees
/// the changes of that transaction and leaves its settings unchanged. In both cases, the definitions that the
/// server prints reflect the current catalog, not the snapshot. Therefore, if all or some schemas are read
/// and another session changes them meanwhile, reading starts again. To detect this, a second round trip is
/// needed if other transactions have ended meanwhile.
///
/// With a `helper`, and outside a transaction, the expensive half is read over a second connection at the
/// same time. If that connection cannot be opened, everything is read over the first one.
///
/// Throws Error: exit code 6 with the name of the relation if a lock could not be acquired, and 4 if the
/// schema kept changing.
schema::Model read(pg::Connection& connection, const ReadOptions& options = {}, Helper helper = {});

} // namespace pgmend::catalog
