#pragma once

#include "migrate/settings.hpp"
#include "pg/dsn.hpp"
#include "report/style.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::commands {

/// A setting that a settings file contains.
struct Setting {
    std::string table; ///< "check", "dedupe.t"; empty for a key before the first table
    std::string key;
    std::string value; ///< for a person; never a password
    int line = 0;
};

/// The global options, from the command line, the environment, or pgmend.toml.
struct Globals {
    std::string database;
    std::optional<std::string> embedded; ///< the data folder
    std::string migrations = "migrations";
    std::string version_table = "alembic_version";
    std::string version_schema;
    std::chrono::milliseconds lock_timeout{2000};
    int lock_retries = 30;
    std::chrono::milliseconds statement_timeout{0};
    std::chrono::milliseconds wait{std::chrono::minutes(10)};
    std::optional<std::chrono::milliseconds> wait_server;
    report::Format format = report::Format::text;
    report::ColorMode color = report::ColorMode::automatic;
    bool quiet = false;
    bool verbose = false;
    bool no_progress = false;
    bool yes = false;
    std::string log_file;
    std::string log_format = "text";
    std::string log_level = "info";
    std::string error_journal;
    bool log_parameters = false;
    std::string config_file;       ///< the pgmend.toml that is used; empty = none
    std::vector<Setting> settings; ///< of that file
    bool database_given = false;   ///< on the command line, not in the file
    bool embedded_given = false;   ///< the same
    std::string alembic_ini;       ///< Alembic's settings file, if --config names one

    bool json() const { return format == report::Format::json; }
    report::Style out() const { return report::Style::of(color, 1); }
    report::Style err() const { return report::Style::of(color, 2); }
};

/// The database to use, from the first of these that is set: --database, sqlalchemy.url of an .ini file given
/// with --config, PGMEND_DATABASE_URL, DATABASE_URL, libpq's variables, sqlalchemy.url of ALEMBIC_CONFIG or
/// ./alembic.ini; otherwise libpq's defaults. If the database comes from Alembic's settings, a message on
/// stderr says so. With --embedded, the private server; it is started, and the database created, if
/// necessary.
pg::Dsn resolve_database(const Globals& globals);

/// Whether the database is on the private server of --embedded.
bool is_private_server(const Globals& globals);

/// The database that the command line, the environment or pgmend.toml name, without connecting or starting a
/// server; nothing where they name none. None is named with --embedded.
std::optional<pg::Dsn> named_database(const Globals& globals);

/// The database on the private server: the one of `-d dbname=…`, else "pgmend". Throws UsageError for a
/// --database that means another server.
std::string embedded_database(const Globals& globals);

/// Where the database comes from that resolve_database() would use, and what it is, without its password.
struct DatabaseOrigin {
    std::string url; ///< may hold the password
    std::string origin;
};
DatabaseOrigin database_origin(const Globals& globals);

migrate::Settings settings_of(const Globals& globals, std::string command);

/// Parses the value of a duration option ("500ms", "2s", "5min", "1h", "0"). Throws UsageError.
std::chrono::milliseconds duration_option(const std::string& text);

} // namespace pgmend::commands
