#pragma once

#include "embedded/server.hpp"

#include <string>
#include <vector>

namespace pgmend::embedded {

/// Replaces this process by psql, connected to the database of the server; `arguments` are passed to psql.
/// The server must be running. No password is needed, because the permissions of the socket's folder control
/// access. Throws Error if psql is not installed; otherwise, it does not return.
[[noreturn]] void run_psql(const Server& server, const std::string& database,
                           const std::vector<std::string>& arguments);

} // namespace pgmend::embedded
