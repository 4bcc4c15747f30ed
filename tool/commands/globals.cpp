#include "commands/globals.hpp"

#include "base/error.hpp"
#include "embedded/server.hpp"

#include <array>
#include <charconv>
#include <cstdlib>
#include <utility>

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

std::chrono::milliseconds parse_duration(const std::string& text) {
    constexpr auto units = std::to_array<std::pair<std::string_view, double>>(
        {{"ms", 1}, {"s", 1000}, {"min", 60'000}, {"m", 60'000}, {"h", 3'600'000}, {"", 1000}});
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view unit(end, text.data() + text.size());
    for (const auto& [name, factor] : units)
        if (error == std::errc() && unit == name && number >= 0)
            return std::chrono::milliseconds(static_cast<long long>(number * factor));
    throw UsageError(fmt::format("'{}' is no duration", text)).with_hint("write 500ms, 2s, 5min or 1h");
}

} // namespace pgmend::commands
