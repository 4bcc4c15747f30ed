#include "pg/pooler.hpp"

#include "pg/connection.hpp"

namespace pgmend::pg {

bool is_pooled(const Connection& connection, int server_pid) noexcept {
    return connection.backend_pid() != server_pid;
}

} // namespace pgmend::pg
