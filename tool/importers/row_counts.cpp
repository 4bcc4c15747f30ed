#include "importers/row_counts.hpp"

#include "sql/queries.hpp"

#include <map>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

using Counts = std::map<std::string, long long>;

Counts counts_of(pg::Connection& connection, const std::string& version_table, const std::string& other) {
    Counts counts;
    const auto names = connection.run(sql::own_tables, {version_table, other});
    for (std::size_t row = 0; row < names.rows(); ++row) {
        const auto name = names.get<std::string>(row, 0);
        counts[name] = connection.run(fmt::format("SELECT count(*) FROM {}", name)).get<long long>(0, 0);
    }
    return counts;
}

} // namespace

std::vector<std::string> different_rows(pg::Connection& expected, pg::Connection& actual,
                                        const std::string& version_table,
                                        const std::string& other_version_table) {
    const auto theirs = counts_of(expected, version_table, other_version_table);
    const auto ours = counts_of(actual, version_table, other_version_table);
    std::vector<std::string> different;
    for (const auto& [name, count] : theirs)
        if (const auto mine = ours.find(name); mine != ours.end() && mine->second != count)
            different.push_back(fmt::format("{}: {} rows instead of {}", name, mine->second, count));
    return different;
}

} // namespace pgmend::importers
