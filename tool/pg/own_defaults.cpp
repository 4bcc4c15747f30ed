#include "pg/own_defaults.hpp"

namespace pgmend::pg {

std::string own_defaults_sql(int server_version) {
    std::string sql = "SELECT set_config('default_transaction_isolation', 'read committed', false), "
                      "set_config('default_transaction_read_only', 'off', false), "
                      "set_config('default_transaction_deferrable', 'off', false), "
                      "set_config('statement_timeout', '0', false), "
                      "set_config('idle_in_transaction_session_timeout', '0', false)";
    if (server_version >= 140000)
        sql += ", set_config('idle_session_timeout', '0', false)";
    if (server_version >= 170000)
        sql += ", set_config('transaction_timeout', '0', false)";
    return sql;
}

void set_own_defaults(Connection& connection) {
    // A proxy of that kind invents the pid that it tells of.
    connection.run(own_defaults_sql(connection.server_version()) + " WHERE pg_backend_pid() = $1",
                   {connection.backend_pid()});
}

} // namespace pgmend::pg
