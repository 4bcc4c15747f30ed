#include "commands/globals.hpp"

#include "base/duration.hpp"
#include "base/error.hpp"
#include "embedded/server.hpp"

#include <cstdlib>

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

constexpr std::string_view embedded_database = "pgmend";

std::string given_url(const Globals& globals) {
    if (!globals.database.empty())
        return globals.database;
    for (const char* variable : {"PGMEND_DATABASE_URL", "DATABASE_URL"})
        if (const char* value = std::getenv(variable); value != nullptr && *value != '\0')
            return value;
    return {};
}

} // namespace

pg::Dsn resolve_database(const Globals& globals) {
    if (!globals.embedded)
        return pg::parse_dsn(given_url(globals));
    auto name = pg::parse_dsn(globals.database).get("dbname");
    if (name.empty())
        name = embedded_database;
    auto server = embedded::Server::open(*globals.embedded);
    server.start();
    server.ensure_database(name);
    return server.dsn(name);
}

migrate::Settings settings_of(const Globals& globals, std::string command) {
    return {.command = std::move(command),
            .version_table = globals.version_table,
            .version_schema = globals.version_schema,
            .lock_timeout = globals.lock_timeout,
            .lock_retries = globals.lock_retries,
            .statement_timeout = globals.statement_timeout,
            .wait = globals.wait};
}

std::chrono::milliseconds duration_option(const std::string& text) {
    if (const auto duration = pgmend::parse_duration(text))
        return *duration;
    throw UsageError(fmt::format("'{}' is no duration", text)).with_hint("write 500ms, 2s, 5min or 1h");
}

} // namespace pgmend::commands
