#include "db/support/pgbouncer.hpp"

#include "embedded/account.hpp"
#include "embedded/process.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>

namespace pgmend::test {
namespace {

constexpr const char* program = "/usr/sbin/pgbouncer";

} // namespace

bool PgBouncer::is_installed() {
    return std::filesystem::exists(program);
}

PgBouncer::PgBouncer(const pg::Dsn& server) : dsn_(server) {
    // Not the superuser's own account but the server's: only that one can open the server's socket.
    const auto account = embedded::server_account("/");
    const auto settings = folder_ / "pgbouncer.ini";
    std::ofstream(folder_ / "users") << "\"postgres\" \"\"\n";
    std::ofstream(settings) << fmt::format("[databases]\n* = host={} port={}\n"
                                           "[pgbouncer]\nlisten_addr =\nlisten_port = 6432\n"
                                           "unix_socket_dir = {}\nauth_type = trust\nauth_file = {}\n"
                                           "pool_mode = transaction\ndefault_pool_size = 2\n",
                                           server.get("host"), server.get("port"), folder_.path().string(),
                                           (folder_ / "users").string());
    embedded::hand_over(folder_.path(), account);
    const auto log = embedded::open_private_file(folder_ / "log", O_WRONLY | O_APPEND, account);
    pid_ = embedded::start({.program = program, .arguments = {settings.string()}, .account = account},
                           log.get());
    dsn_.parameters["host"] = folder_.path().string();
    dsn_.parameters["port"] = "6432";
}

PgBouncer::~PgBouncer() {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
}

} // namespace pgmend::test
