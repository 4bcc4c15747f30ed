#include "commands/globals.hpp"

#include "base/duration.hpp"
#include "base/error.hpp"
#include "base/visible.hpp"
#include "embedded/server.hpp"
#include "importers/alembic/ini.hpp"
#include "pg/connection.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

std::string environment(const char* variable) {
    const char* value = std::getenv(variable);
    return value == nullptr ? std::string() : value;
}

/// Whether libpq's own variables say which database is meant.
bool libpq_knows() {
    return std::ranges::any_of(std::array{"PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGSERVICE"},
                               [](const char* variable) { return !environment(variable).empty(); });
}

/// The database that Alembic's settings name; said, since nobody has named it here.
std::string alembic_url(const std::string& ini, const Globals& globals) {
    const auto url = importers::alembic::database_url(ini);
    if (!url)
        return {};
    try {
        const auto place = pg::parse_dsn(*url).describe();
        if (!globals.quiet)
            fmt::print(stderr, "Using the database of {} ({})\n", visible_line(ini), visible_line(place));
    } catch (UsageError& error) {
        throw error.in_context("sqlalchemy.url")
            .at({.file = ini})
            .with_hint("name the database with --database, PGMEND_DATABASE_URL or DATABASE_URL");
    }
    return *url;
}

} // namespace

DatabaseOrigin database_origin(const Globals& globals) {
    if (!globals.database.empty())
        return {globals.database, globals.database_given ? "--database" : globals.config_file};
    if (!globals.alembic_ini.empty())
        if (auto url = alembic_url(globals.alembic_ini, globals); !url.empty())
            return {std::move(url), globals.alembic_ini};
    for (const char* variable : {"PGMEND_DATABASE_URL", "DATABASE_URL"})
        if (auto value = environment(variable); !value.empty())
            return {std::move(value), variable};
    if (libpq_knows())
        return {"", "PG* variables"};
    const auto named = environment("ALEMBIC_CONFIG");
    const auto ini = named.empty() ? std::string("alembic.ini") : named;
    auto url = alembic_url(ini, globals);
    return {url, url.empty() ? "libpq's defaults" : ini};
}

std::string embedded_database(const Globals& globals) {
    const auto dsn = pg::parse_dsn(globals.database);
    for (const char* keyword : {"host", "hostaddr", "port", "service", "user"})
        if (globals.database_given && dsn.parameters.contains(keyword))
            throw UsageError("--embedded and a --database on another server contradict each other")
                .with_hint("with --embedded, '-d dbname=NAME' chooses the database");
    auto name = dsn.get("dbname");
    return name.empty() ? "pgmend" : name;
}

bool is_private_server(const Globals& globals) {
    // A database that is named on the command line wins over a private server that the file names.
    return globals.embedded && (!globals.database_given || globals.embedded_given ||
                                pg::parse_dsn(globals.database).get("host").empty());
}

pg::Dsn resolve_database(const Globals& globals) {
    if (!is_private_server(globals)) {
        auto dsn = pg::parse_dsn(database_origin(globals).url);
        // Commands connect in many places; behind this the server answers all of them.
        if (globals.wait_server)
            pg::Connection::open(dsn, {.retry_for = *globals.wait_server});
        return dsn;
    }
    const auto name = embedded_database(globals);
    auto server = embedded::Server::open(*globals.embedded);
    server.start();
    server.ensure_database(name);
    return server.dsn(name);
}

std::optional<pg::Dsn> named_database(const Globals& globals) {
    if (is_private_server(globals))
        return std::nullopt;
    const bool is_named = !globals.database.empty() || !environment("PGMEND_DATABASE_URL").empty() ||
                          !environment("DATABASE_URL").empty() || libpq_knows();
    return is_named ? std::optional(pg::parse_dsn(database_origin(globals).url)) : std::nullopt;
}

migrate::Settings settings_of(const Globals& globals, std::string command) {
    migrate::Settings settings{.command = std::move(command),
                               .version_table = globals.version_table,
                               .version_schema = globals.version_schema,
                               .lock_timeout = globals.lock_timeout,
                               .lock_retries = globals.lock_retries,
                               .statement_timeout = globals.statement_timeout,
                               .wait = globals.wait};
    if (globals.wait_server) {
        settings.wait_server = *globals.wait_server;
        settings.connect_for = *globals.wait_server;
    }
    return settings;
}

std::chrono::milliseconds duration_option(const std::string& text) {
    if (const auto duration = pgmend::parse_duration(text))
        return *duration;
    throw UsageError(fmt::format("'{}' is not a valid duration", text))
        .with_hint("examples: 500ms, 2s, 5min, 1h");
}

} // namespace pgmend::commands
