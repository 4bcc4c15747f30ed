#include "db/support/pg_dump.hpp"

#include "embedded/binaries.hpp"
#include "embedded/process.hpp"

#include <filesystem>
#include <sstream>
#include <stdexcept>

namespace pgmend::test {
namespace {

namespace fs = std::filesystem;

bool is_noise(const std::string& line) {
    return line.empty() || line.starts_with("--") || line.starts_with("\\");
}

} // namespace

std::optional<fs::path> find_pg_dump(int major) {
    const auto own = embedded::find_binaries();
    if (own.version >= major && fs::exists(own.program("pg_dump")))
        return own.program("pg_dump");
    std::optional<fs::path> found;
    int best = major - 1;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", none)) {
        const auto program = entry.path() / "bin" / "pg_dump";
        const int version = std::atoi(entry.path().filename().c_str());
        if (version > best && fs::exists(program)) {
            best = version;
            found = program;
        }
    }
    return found;
}

std::optional<std::string> dump_of(const pg::Dsn& dsn) {
    const int major = pg::Connection::open(dsn).server_version() / 10000;
    const auto program = find_pg_dump(major);
    if (!program)
        return std::nullopt;
    const auto outcome = embedded::run({.program = *program,
                                        .arguments = {"--schema-only", "--dbname=" + pg::to_url(dsn)},
                                        .account = embedded::server_account("/")});
    if (outcome.exit_code != 0)
        throw std::runtime_error(outcome.output);
    std::istringstream lines(outcome.output);
    std::string text;
    for (std::string line; std::getline(lines, line);)
        if (!is_noise(line))
            text += line + "\n";
    return text;
}

void restore(pg::Connection connection, const std::string& dump) {
    connection.run_script("SET client_min_messages = error");
    connection.run_script(dump);
}

} // namespace pgmend::test
