#include "maintain/purge.hpp"

#include "base/nearest.hpp"
#include "maintain/table.hpp"
#include "pg/quote.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace pgmend::maintain {
namespace {

/// As the server reads it: "90 days".
std::string interval_of(const std::string& age) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> units{{{"s", "seconds"},
                                                                                  {"min", "minutes"},
                                                                                  {"h", "hours"},
                                                                                  {"d", "days"},
                                                                                  {"w", "weeks"},
                                                                                  {"mon", "months"},
                                                                                  {"y", "years"}}};
    const auto digits = age.find_first_not_of("0123456789");
    for (const auto& [unit, words] : units)
        if (digits != std::string::npos && digits > 0 && digits < 6 && age.substr(digits) == unit)
            return fmt::format("{} {}", age.substr(0, digits), words);
    throw UsageError(fmt::format("invalid value '{}' for --older-than", age))
        .with_hint("examples: 12h, 90d, 6w, 6mon, 1y");
}

} // namespace

std::string purge_statement(pg::Connection& connection, const std::string& name, const std::string& column,
                            const std::string& age) {
    const auto interval = interval_of(age);
    const auto table = read_table(connection, name);
    const auto* found = table.find(column);
    if (found == nullptr) {
        std::vector<std::string> names;
        for (const auto& one : table.columns)
            names.push_back(one.name);
        throw UsageError(fmt::format("column '{}' of {} does not exist{}", column, table.qualified,
                                     did_you_mean(column, names)));
    }
    if (!found->type.starts_with("timestamp") && found->type != "date")
        throw UsageError(fmt::format("column {} of {} is of type {}, not a date or timestamp",
                                     pg::quote_identifier(column), table.qualified, found->type));
    // In the column's own type: an index on it serves, and daylight saving time does not matter twice.
    const auto limit =
        connection.run(fmt::format("SELECT (now() - $1::interval)::{}::text", found->type), {interval})
            .get<std::string>(0, 0);
    return fmt::format("DELETE FROM {} WHERE {} < {}", table.qualified, pg::quote_identifier(column),
                       pg::quote_literal(limit));
}

} // namespace pgmend::maintain
