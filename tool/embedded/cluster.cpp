#include "embedded/cluster.hpp"

#include "pg/connection.hpp"
#include "pg/own_sql.hpp"
#include "pg/quote.hpp"

#include <clocale>

#include <fmt/format.h>
#include <sys/un.h>

namespace pgmend::embedded {
namespace {

namespace fs = std::filesystem;

std::string locale_name() {
    const locale_t found = ::newlocale(LC_ALL_MASK, "C.UTF-8", nullptr);
    if (found == nullptr)
        return "C";
    ::freelocale(found);
    return "C.UTF-8";
}

} // namespace

Command make_cluster(const Binaries& binaries, const fs::path& data, const Account& account, bool durable) {
    Command command{.program = binaries.program("initdb"),
                    .arguments = {"--pgdata=" + data.string(), "--encoding=UTF8", "--locale=" + locale_name(),
                                  "--lc-messages=C", "--data-checksums", "--auth-local=trust",
                                  "--auth-host=reject", std::string("--username=") + superuser},
                    .account = account};
    if (!durable)
        command.arguments.emplace_back("--no-sync");
    return command;
}

Command run_cluster(const Binaries& binaries, const fs::path& data, const fs::path& socket_folder,
                    const Settings& settings, const Account& account) {
    Command command{
        .program = binaries.program("postgres"), .arguments = {"-D", data.string()}, .account = account};
    Settings all{{"listen_addresses", ""},
                 {"port", std::to_string(socket_port)},
                 {"unix_socket_directories", socket_folder.string()},
                 {"unix_socket_permissions", "0700"},
                 {"log_destination", "stderr"},
                 {"logging_collector", "off"},
                 {"log_line_prefix", "%m [%p] "}};
    for (const auto& [name, value] : settings)
        all[name] = value;
    for (const auto& [name, value] : all) {
        command.arguments.emplace_back("-c");
        command.arguments.push_back(fmt::format("{}={}", name, value));
    }
    return command;
}

pg::Dsn socket_dsn(const fs::path& socket_folder, const std::string& database) {
    return {{{"host", socket_folder.string()},
             {"port", std::to_string(socket_port)},
             {"user", superuser},
             {"dbname", database}}};
}

bool socket_fits(const fs::path& socket_folder) {
    const auto socket = socket_folder / fmt::format(".s.PGSQL.{}", socket_port);
    return socket.string().size() < sizeof(sockaddr_un::sun_path);
}

void ensure_database(const pg::Dsn& server, const std::string& name) {
    auto maintenance = server;
    maintenance.parameters["dbname"] = "postgres";
    auto connection = pg::Connection::open(maintenance);
    if (!connection.run(pg::own("SELECT 1 FROM pg_database WHERE datname = $1"), {name}).empty())
        return;
    try {
        connection.run(fmt::format("CREATE DATABASE {}", pg::quote_identifier(name)));
    } catch (const pg::SqlError& error) {
        constexpr std::string_view duplicate_database = "42P04";
        const bool made_by_another = error.is(duplicate_database) || error.is(pg::sqlstate::unique_violation);
        if (!made_by_another)
            throw;
    }
}

} // namespace pgmend::embedded
