#include "pg/own_defaults.hpp"

namespace pgmend::pg {

std::string own_defaults_sql(int server_version) {
    std::string sql =
        "SELECT pg_catalog.set_config('default_transaction_isolation', 'read committed', false), "
        "pg_catalog.set_config('default_transaction_read_only', 'off', false), "
        "pg_catalog.set_config('default_transaction_deferrable', 'off', false), "
        "pg_catalog.set_config('statement_timeout', '0', false), "
        "pg_catalog.set_config('idle_in_transaction_session_timeout', '0', false)";
    if (server_version >= 140000)
        sql += ", pg_catalog.set_config('idle_session_timeout', '0', false)";
    if (server_version >= 170000)
        sql += ", pg_catalog.set_config('transaction_timeout', '0', false)";
    return sql;
}

void set_own_defaults(Connection& connection) {
    // Where the path names pg_catalog behind another schema, its owner could take the place of the server's
    // functions and operators in statements that have to leave an operator to the path.
    constexpr std::string_view catalog_first =
        ", CASE WHEN pg_catalog.strpos(pg_catalog.current_setting('search_path'), 'pg_catalog') "
        "OPERATOR(pg_catalog.>) 1 THEN pg_catalog.set_config('search_path', 'pg_catalog, ' "
        "OPERATOR(pg_catalog.||) pg_catalog.current_setting('search_path'), false) END";
    // A proxy of that kind invents the pid that it tells of.
    connection.run(own_defaults_sql(connection.server_version()) + std::string(catalog_first) +
                       " WHERE pg_catalog.pg_backend_pid() OPERATOR(pg_catalog.=) $1",
                   {connection.backend_pid()});
}

} // namespace pgmend::pg
