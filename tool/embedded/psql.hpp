#pragma once

#include "embedded/server.hpp"

#include <string>
#include <vector>

namespace pgmend::embedded {

/// Turns this process into psql, connected to the server's database; `arguments` are handed on. The server
/// must run. No password is involved: the socket's folder decides who may connect. Throws Error when psql is
/// not there, returns never.
[[noreturn]] void run_psql(const Server& server, const std::string& database,
                           const std::vector<std::string>& arguments);

} // namespace pgmend::embedded
