#include "commands/origin.hpp"

#include "commands/new_revision.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

namespace pgmend::commands {
namespace {

std::string server_of(const pg::Connection& connection, const std::optional<std::string>& port) {
    const auto host = connection.host();
    if (host.starts_with('/'))
        return fmt::format("socket \"{}\"", host);
    return port ? fmt::format("{}:{}", host, *port) : host;
}

} // namespace

report::Origin origin_of(pg::Connection& connection, const Globals& globals) {
    const auto table = globals.version_schema.empty()
                           ? pg::quote_identifier(globals.version_table)
                           : pg::quote_qualified(globals.version_schema, globals.version_table);
    const auto row =
        connection.run(pg::own("SELECT pg_catalog.inet_server_port()::text, pg_catalog.current_setting"
                               "('server_version'), pg_catalog.to_regclass($1)::text, "
                               "pg_catalog.has_table_privilege(pg_catalog.to_regclass($1), 'SELECT')"),
                       {table});
    report::Origin origin{.database = connection.database(),
                          .server = server_of(connection, row.get<std::optional<std::string>>(0, 0)),
                          .server_version = row.get<std::string>(0, 1),
                          .revisions = {},
                          .time = now_utc()};
    origin.server_version =
        origin.server_version.substr(0, origin.server_version.find(' ')); // "15.14 (Debian …)"
    if (row.is_null(0, 2) || !row.get<bool>(0, 3))
        return origin;
    const auto rows = connection.run("SELECT version_num FROM " + row.get<std::string>(0, 2) + " ORDER BY 1");
    for (std::size_t i = 0; i < rows.rows(); ++i)
        origin.revisions.push_back(rows.get<std::string>(i, 0));
    return origin;
}

} // namespace pgmend::commands
