#include "commands/new_revision.hpp"

#include "base/error.hpp"
#include "revision/file.hpp"

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace pgmend::commands {

std::string now_utc() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

void write_file(const std::filesystem::path& path, const std::string& text) {
    auto temporary = path;
    temporary += ".new";
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    std::error_code error;
    if (file)
        std::filesystem::rename(temporary, path, error);
    if (!file || error) {
        const std::string why = error ? error.message() : std::strerror(errno);
        std::filesystem::remove(temporary, error);
        throw UsageError(fmt::format("cannot write '{}': {}", path.string(), why));
    }
}

std::filesystem::path write_revision(const revision::Revision& revision, const std::filesystem::path& folder) {
    const auto path = folder / revision::file_name(revision);
    if (std::filesystem::exists(path))
        throw UsageError("the file exists already").at({.file = path.string()});
    write_file(path, revision::render(revision));
    return path;
}

} // namespace pgmend::commands
