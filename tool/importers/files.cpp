#include "importers/files.hpp"

#include "base/line_ends.hpp"
#include "revision/utf8.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

namespace pgmend::importers {
namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) {
    return path.filename().string().starts_with('.');
}

void list(const fs::path& folder, bool recursive, std::vector<fs::path>& files) {
    std::error_code failed;
    for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
        std::error_code ignored;
        if (is_hidden(it->path()))
            continue;
        if (!it->is_directory(ignored))
            files.push_back(it->path());
        else if (recursive && !it->is_symlink(ignored))
            list(it->path(), recursive, files);
    }
    if (failed)
        throw UsageError(fmt::format("could not read folder '{}': {}", folder.string(), failed.message()));
}

} // namespace

std::vector<fs::path> list_files(const std::vector<fs::path>& folders, bool recursive) {
    std::vector<fs::path> files;
    for (const auto& folder : folders)
        list(folder, recursive, files);
    return files;
}

std::string read_text(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (!file)
        throw UsageError(fmt::format("could not read the file: {}", std::strerror(errno)))
            .at({path.string()});
    std::string_view text = bytes;
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    if (const auto at = revision::bad_byte(text); at != std::string_view::npos)
        throw UsageError("the file is not valid UTF-8, or contains a NUL byte")
            .at({path.string(), static_cast<int>(std::ranges::count(text.substr(0, at), '\n')) + 1})
            .with_hint("convert it: iconv -f <encoding> -t UTF-8");
    return with_lf(text);
}

void attempt(Project& project, Migration stub, const fs::path& path, const std::function<void()>& read) {
    try {
        read();
    } catch (const UsageError& error) {
        const auto place =
            error.location().file.empty() ? SourceLocation{.file = path.string()} : error.location();
        project.failures.push_back(
            {.revision = stub.name, .location = place, .reason = error.message(), .remedy = error.hint()});
        if (stub.id.empty())
            return;
        stub.up.file = path.string();
        stub.fault = error.message();
        project.migrations.push_back(std::move(stub));
    }
}

} // namespace pgmend::importers
