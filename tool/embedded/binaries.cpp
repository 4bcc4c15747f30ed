#include "embedded/binaries.hpp"

#include "base/error.hpp"
#include "embedded/process.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

namespace pgmend::embedded {
namespace {

namespace fs = std::filesystem;

bool is_program(const fs::path& path) {
    std::error_code unreadable;
    return fs::is_regular_file(path, unreadable) && ::access(path.c_str(), X_OK) == 0;
}

bool holds_server(const fs::path& bindir) {
    return is_program(bindir / "postgres") && is_program(bindir / "initdb");
}

int leading_number(std::string_view text) {
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::vector<fs::path> path_folders() {
    std::vector<fs::path> folders;
    const char* path = std::getenv("PATH");
    std::string_view rest = path != nullptr ? path : "";
    while (!rest.empty()) {
        const auto end = std::min(rest.find(':'), rest.size());
        if (end > 0)
            folders.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return folders;
}

/// What pg_config says; a machine with libpq's headers only has it, too, without a server in that folder.
std::vector<fs::path> pg_config_folder() {
    for (const auto& folder : path_folders()) {
        if (!is_program(folder / "pg_config"))
            continue;
        auto outcome =
            run({.program = folder / "pg_config", .arguments = {"--bindir"}, .account = server_account("/")});
        while (!outcome.output.empty() && outcome.output.back() == '\n')
            outcome.output.pop_back();
        if (outcome.exit_code == 0)
            return {outcome.output};
    }
    return {};
}

std::vector<fs::path> debian_folders() {
    std::vector<fs::path> versions;
    std::error_code missing;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", missing))
        versions.push_back(entry.path());
    std::ranges::sort(versions, std::greater(),
                      [](const fs::path& folder) { return leading_number(folder.filename().string()); });
    for (auto& folder : versions)
        folder /= "bin";
    return versions;
}

std::vector<fs::path> candidates() {
    std::vector<fs::path> all = pg_config_folder();
    for (const auto& more : {debian_folders(), path_folders()})
        all.insert(all.end(), more.begin(), more.end());
    return all;
}

} // namespace

int major_version(std::string_view text) {
    const auto digit = std::ranges::find_if(text, [](unsigned char c) { return std::isdigit(c) != 0; });
    return leading_number({digit, text.end()});
}

Binaries binaries_in(const fs::path& bindir) {
    if (!holds_server(bindir))
        throw Error(
            fmt::format("no PostgreSQL server in {}: the programs 'postgres' and 'initdb' are missing",
                        bindir.string()))
            .with_hint("set PGMEND_PG_BINDIR to the folder of these programs, for example "
                       "/usr/lib/postgresql/15/bin");
    const auto outcome =
        run({.program = bindir / "postgres", .arguments = {"--version"}, .account = server_account("/")});
    const int version = major_version(outcome.output);
    if (outcome.exit_code != 0 || version == 0)
        throw Error(fmt::format("could not get the version of {}", (bindir / "postgres").string()))
            .with_detail(outcome.output);
    return {.bindir = bindir, .version = version};
}

Binaries find_binaries(int version) {
    if (const char* chosen = std::getenv("PGMEND_PG_BINDIR"); chosen != nullptr && *chosen != '\0') {
        auto binaries = binaries_in(chosen);
        if (version == 0 || binaries.version == version)
            return binaries;
        throw Error(fmt::format("PostgreSQL {} is needed, but PGMEND_PG_BINDIR has version {}", version,
                                binaries.version))
            .with_hint("unset PGMEND_PG_BINDIR, or set it to the folder of the needed version");
    }
    for (const auto& folder : candidates()) {
        if (!holds_server(folder))
            continue;
        auto binaries = binaries_in(folder);
        if (version == 0 || binaries.version == version)
            return binaries;
    }
    if (version == 0)
        throw Error("no PostgreSQL server is installed on this machine")
            .with_hint("apt-get install postgresql; or set PGMEND_PG_BINDIR to the folder of 'postgres'");
    throw Error(fmt::format("no PostgreSQL {} server is installed on this machine", version))
        .with_hint(fmt::format("apt-get install postgresql-{}", version));
}

} // namespace pgmend::embedded
