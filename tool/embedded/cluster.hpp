#pragma once

#include "embedded/account.hpp"
#include "embedded/binaries.hpp"
#include "embedded/process.hpp"
#include "pg/dsn.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace pgmend::embedded {

/// The port in the name of the socket file. The server does not listen on a network port.
inline constexpr int socket_port = 5432;
/// The superuser of every private server.
inline constexpr const char* superuser = "postgres";

/// Server settings by name, as in postgresql.conf.
using Settings = std::map<std::string, std::string>;

/// The initdb command that creates the data folder: UTF-8, checksums, the locale C.UTF-8 (or C if this
/// machine does not have it), and messages in English. Authentication is `trust` on the socket, and there is
/// no other access. Access is controlled by the permissions of the socket's folder.
Command make_cluster(const Binaries& binaries, const std::filesystem::path& data, const Account& account,
                     bool durable);

/// The command that runs the server. It listens only on a socket in `socket_folder`.
Command run_cluster(const Binaries& binaries, const std::filesystem::path& data,
                    const std::filesystem::path& socket_folder, const Settings& settings,
                    const Account& account);

/// How to connect through the socket in this folder.
pg::Dsn socket_dsn(const std::filesystem::path& socket_folder, const std::string& database);

/// Whether the path of a socket in this folder fits into the 107 bytes that Linux allows.
bool socket_fits(const std::filesystem::path& socket_folder);

/// Creates the database if it does not exist. Throws pg::SqlError.
void ensure_database(const pg::Dsn& server, const std::string& name);

} // namespace pgmend::embedded
