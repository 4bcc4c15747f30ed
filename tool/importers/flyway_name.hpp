#pragma once

#include <optional>
#include <string>

namespace pgmend::importers {

/// The parts of a file name in Flyway's default naming: <prefix><version>__<words><ending>.
struct FlywayName {
    enum class Kind {
        versioned,  ///< V…
        undo,       ///< U…
        repeatable, ///< R__…
        baseline,   ///< B…
        callback    ///< beforeMigrate, afterEachMigrate__x, …; run by migrate
    } kind = Kind::versioned;
    std::string version; ///< with dots between its parts; empty for a repeatable migration or a callback
    std::string words;
    std::string ending; ///< ".sql", ".java"

    bool operator==(const FlywayName&) const = default;
};

/// Returns nothing for a file that Flyway ignores.
std::optional<FlywayName> parse_flyway_name(const std::string& file);

} // namespace pgmend::importers
