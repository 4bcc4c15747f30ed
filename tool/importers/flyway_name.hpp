#pragma once

#include <optional>
#include <string>

namespace pgmend::importers {

/// What Flyway's default naming makes of a file's name: <prefix><version>__<words><ending>.
struct FlywayName {
    enum class Kind {
        versioned,  ///< V…
        undo,       ///< U…
        repeatable, ///< R__…
        baseline,   ///< B…
        callback    ///< beforeMigrate, afterEachMigrate__x, …: run by migrate
    } kind = Kind::versioned;
    std::string version; ///< dots between its parts; empty for a repeatable one and a callback
    std::string words;
    std::string ending; ///< ".sql", ".java"

    bool operator==(const FlywayName&) const = default;
};

/// Nothing for a file that Flyway does not take for a migration either.
std::optional<FlywayName> parse_flyway_name(const std::string& file);

} // namespace pgmend::importers
