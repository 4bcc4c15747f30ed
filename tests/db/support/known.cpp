#include "db/support/known.hpp"

#include <algorithm>
#include <array>

namespace pgmend::test {

bool is_known(const pg::Connection& connection, std::string_view sql) {
    struct Words {
        std::string_view text;
        int since;
    };
    constexpr auto newer = std::to_array<Words>({{"COMPRESSION", 14}, {"NULLS NOT DISTINCT", 15}});
    // Conditions of publications are of 15, too.
    if (connection.server_version() / 10000 < 15 && sql.find("CREATE PUBLICATION") != sql.npos &&
        sql.find(" WHERE (") != sql.npos)
        return false;
    return std::ranges::none_of(newer, [&](const Words& words) {
        return connection.server_version() / 10000 < words.since && sql.find(words.text) != sql.npos;
    });
}

} // namespace pgmend::test
