#include "importers/flyway_name.hpp"

#include "importers/names.hpp"
#include "importers/version.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace pgmend::importers {
namespace {

using Kind = FlywayName::Kind;

constexpr std::string_view separator = "__";

// The callbacks that take part in a migration; those of other commands (afterInfo, beforeClean) change
// nothing.
constexpr std::array<std::string_view, 19> callbacks{"beforeMigrate",
                                                     "beforeRepeatables",
                                                     "beforeVersioned",
                                                     "beforeEachMigrate",
                                                     "beforeEachMigrateStatement",
                                                     "beforeConnect",
                                                     "beforeCreateSchema",
                                                     "createSchema",
                                                     "afterEachMigrateStatement",
                                                     "afterEachMigrateStatementError",
                                                     "afterEachMigrate",
                                                     "afterEachMigrateError",
                                                     "afterVersioned",
                                                     "afterMigrate",
                                                     "afterMigrateApplied",
                                                     "afterMigrateError",
                                                     "afterMigrateOperationFinish",
                                                     "afterConnect",
                                                     "afterRepeatables"};

std::optional<Kind> kind_of(char prefix) {
    switch (prefix) {
    case 'V':
        return Kind::versioned;
    case 'U':
        return Kind::undo;
    case 'B':
        return Kind::baseline;
    case 'R':
        return Kind::repeatable;
    default:
        return std::nullopt;
    }
}

} // namespace

std::optional<FlywayName> parse_flyway_name(const std::string& file) {
    // The version may hold dots, so the ending is what follows the last one.
    const auto dot = file.rfind('.');
    if (dot == std::string::npos || dot == 0)
        return std::nullopt;
    const auto stem = file.substr(0, dot);
    const auto cut = std::min(stem.find(separator), stem.size());
    const auto left = stem.substr(0, cut);
    FlywayName name{.words = cut < stem.size() ? words_of("_" + stem.substr(cut + separator.size())) : "",
                    .ending = file.substr(dot)};
    if (std::ranges::find(callbacks, left) != callbacks.end()) {
        name.kind = Kind::callback;
        return name;
    }
    const auto kind = kind_of(left.empty() ? ' ' : left.front());
    if (!kind)
        return std::nullopt;
    name.kind = *kind;
    name.version = left.substr(1);
    std::ranges::replace(name.version, '_', '.');
    const bool fits =
        *kind == Kind::repeatable ? name.version.empty() : Version::parse(name.version).has_value();
    return fits ? std::optional(name) : std::nullopt;
}

} // namespace pgmend::importers
