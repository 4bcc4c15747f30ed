#pragma once

#include "migrate/settings.hpp"
#include "pg/dsn.hpp"
#include "report/style.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace pgmend::commands {

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
    std::string config_file; ///< the pgmend.toml that is used; empty = none
    std::string alembic_ini; ///< Alembic's settings file, if --config names one

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

/// The database that the command line, the environment or pgmend.toml name, without connecting or starting a
/// server; nothing where they name none. None is named with --embedded.
std::optional<pg::Dsn> named_database(const Globals& globals);

migrate::Settings settings_of(const Globals& globals, std::string command);

/// Parses the value of a duration option ("500ms", "2s", "5min", "1h", "0"). Throws UsageError.
std::chrono::milliseconds duration_option(const std::string& text);

} // namespace pgmend::commands
