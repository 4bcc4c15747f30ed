#pragma once

#include "embedded/cluster.hpp"
#include "migrate/settings.hpp"
#include "pg/connection.hpp"
#include "pg/dsn.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::drift {

/// What a replay of migrations takes place in, so that they make there what they have made in the database:
/// who runs them, where, and what exists before the first of them. The preset is an empty database of a
/// superuser's.
struct World {
    /// A schema that exists before the first revision.
    struct Schema {
        std::string name;
        std::string owner;                 ///< empty = the role that runs the migrations
        std::vector<std::string> grants;   ///< statements
        std::vector<std::string> grantees; ///< roles in them

        bool operator==(const Schema&) const = default;
    };

    struct Extension {
        std::string name;
        std::string owner;
        std::string schema; ///< quoted

        bool operator==(const Extension&) const = default;
    };

    std::string owner; ///< the role that runs the migrations; empty = the server's superuser
    bool superuser = true;
    std::string attributes; ///< of the role, as CREATE ROLE has them: "CREATEDB CREATEROLE"
    std::string database;   ///< the name; empty = any
    bool owns_database = true;
    bool creates_in_database = true;
    std::string search_path;        ///< the setting; empty = the server's preset
    std::string home;               ///< the schema in which unqualified names are created; empty = public
    bool public_is_home_too = true; ///< public is in search_path, so there is always a schema to create in
    std::string version_schema;     ///< of the version table, where the settings name one
    std::vector<Schema> schemas;
    std::vector<Extension> extensions; ///< that are there

    std::string prelude;         ///< SQL that is run before the first revision
    std::string prelude_file;    ///< where it stands
    embedded::Settings settings; ///< of the throwaway server
    std::string scratch;         ///< URL of a server to use instead; empty = a throwaway server

    bool operator==(const World&) const = default;
};

/// The world of a database: the role is the owner of the version table if there is one, else the connection's
/// own. Throws SqlError.
World world_of(pg::Connection& connection, const migrate::Settings& settings);

/// As much of it as the URL tells, where the database cannot be asked.
World world_of(const pg::Dsn& dsn, const migrate::Settings& settings);

/// All that a replay's outcome depends on, as text. `with_database`: also the name of the database.
std::string identity(const World& world, bool with_database);

/// A setting as the keyword `options` of a connection has it: "-csearch_path=a,\\ b".
std::string option_of(std::string_view setting, std::string_view value);

} // namespace pgmend::drift
