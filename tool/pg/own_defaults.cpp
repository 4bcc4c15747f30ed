#include "pg/own_defaults.hpp"

#include <fmt/format.h>

namespace pgmend::pg {

void set_own_defaults(Connection& connection) {
    std::string sql = "SELECT set_config('default_transaction_isolation', 'read committed', false), "
                      "set_config('default_transaction_read_only', 'off', false), "
                      "set_config('default_transaction_deferrable', 'off', false), "
                      "set_config('statement_timeout', '0', false), "
                      "set_config('idle_in_transaction_session_timeout', '0', false)";
    if (connection.server_version() >= 140000)
        sql += ", set_config('idle_session_timeout', '0', false)";
    if (connection.server_version() >= 170000)
        sql += ", set_config('transaction_timeout', '0', false)";
    // A proxy of that kind invents the pid that it tells of.
    connection.run(sql + " WHERE pg_backend_pid() = $1", {connection.backend_pid()});
}

} // namespace pgmend::pg
