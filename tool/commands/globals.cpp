#include "commands/globals.hpp"

#include "base/duration.hpp"
#include "base/error.hpp"
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

constexpr std::string_view embedded_database = "pgmend";

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
            fmt::print(stderr, "Using the database of {} ({})\n", ini, place);
    } catch (UsageError& error) {
        throw error.in_context("sqlalchemy.url")
            .at({.file = ini})
            .with_hint("name the database with --database, PGMEND_DATABASE_URL or DATABASE_URL");
    }
    return *url;
}

std::string given_url(const Globals& globals) {
    if (!globals.database.empty())
        return globals.database;
    if (!globals.alembic_ini.empty())
        if (auto url = alembic_url(globals.alembic_ini, globals); !url.empty())
            return url;
    for (const char* variable : {"PGMEND_DATABASE_URL", "DATABASE_URL"})
        if (auto value = environment(variable); !value.empty())
            return value;
    if (libpq_knows())
        return {};
    const auto named = environment("ALEMBIC_CONFIG");
    return alembic_url(named.empty() ? "alembic.ini" : named, globals);
}

} // namespace

pg::Dsn resolve_database(const Globals& globals) {
    if (!globals.embedded) {
        auto dsn = pg::parse_dsn(given_url(globals));
        // Commands connect in many places; behind this the server answers all of them.
        if (globals.wait_server)
            pg::Connection::open(dsn, {.retry_for = *globals.wait_server});
        return dsn;
    }
    auto name = pg::parse_dsn(globals.database).get("dbname");
    if (name.empty())
        name = embedded_database;
    auto server = embedded::Server::open(*globals.embedded);
    server.start();
    server.ensure_database(name);
    return server.dsn(name);
}

std::optional<pg::Dsn> named_database(const Globals& globals) {
    if (globals.embedded)
        return std::nullopt;
    const bool is_named = !globals.database.empty() || !environment("PGMEND_DATABASE_URL").empty() ||
                          !environment("DATABASE_URL").empty() || libpq_knows();
    return is_named ? std::optional(pg::parse_dsn(given_url(globals))) : std::nullopt;
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
