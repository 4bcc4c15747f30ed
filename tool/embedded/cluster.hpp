#pragma once

#include "embedded/account.hpp"
#include "embedded/binaries.hpp"
#include "embedded/process.hpp"
#include "pg/dsn.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace pgmend::embedded {

/// The port that names the socket file; no network port is ever opened.
inline constexpr int socket_port = 5432;
/// The superuser of every private server.
inline constexpr const char* superuser = "postgres";

/// Server settings by name, as in postgresql.conf.
using Settings = std::map<std::string, std::string>;

/// The initdb call that fills the folder: UTF-8, checksums, the locale C.UTF-8 (or C where the machine lacks
/// it), messages in English. Authentication is `trust` on the socket and none elsewhere: who may connect is
/// decided by the socket's folder, which only the account can enter.
Command make_cluster(const Binaries& binaries, const std::filesystem::path& data, const Account& account,
                     bool durable);

/// The server's own call: it listens on a socket in `socket_folder` only.
Command run_cluster(const Binaries& binaries, const std::filesystem::path& data,
                    const std::filesystem::path& socket_folder, const Settings& settings,
                    const Account& account);

/// How to connect by the socket in that folder.
pg::Dsn socket_dsn(const std::filesystem::path& socket_folder, const std::string& database);

/// Whether the path of a socket in that folder fits into the 107 bytes that Linux has for it.
bool socket_fits(const std::filesystem::path& socket_folder);

/// Makes the database unless it is there. Throws pg::SqlError.
void ensure_database(const pg::Dsn& server, const std::string& name);

} // namespace pgmend::embedded
