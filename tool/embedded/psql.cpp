#include "embedded/psql.hpp"

#include "base/error.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

namespace pgmend::embedded {

void run_psql(const Server& server, const std::string& database, const std::vector<std::string>& arguments) {
    // Debian's psql stands beside the server's programs; elsewhere the client may be a package of its own.
    auto program = server.binaries().program("psql").string();
    if (!std::filesystem::exists(program))
        program = "psql";
    std::vector<std::string> words{"psql", "--dbname=" + server.url(database)};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (auto& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    ::execvp(program.c_str(), argv.data());
    throw Error(fmt::format("could not run {}: {}", program, std::strerror(errno)))
        .with_hint("apt-get install postgresql-client");
}

} // namespace pgmend::embedded
