#include "revision/directory.hpp"

#include "base/error.hpp"
#include "revision/file.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <exception>
#include <iterator>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pgmend::revision {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t files_a_thread = 512; // below that, starting a thread costs more than it saves
constexpr std::size_t max_threads = 4;
constexpr std::size_t batch = 32;

struct Loaded {
    Revision revision;
    std::vector<std::string> warnings;
    std::exception_ptr fault;
};

[[noreturn]] void cannot_read(const std::string& path, std::string_view why, std::string hint) {
    UsageError error(fmt::format("could not read {}: {}", path, why));
    error.at({path}).with_hint(std::move(hint));
    throw error;
}

void list_files(const fs::path& folder, std::vector<std::string>& files) {
    std::error_code failure;
    std::vector<std::string> names, folders;
    for (fs::directory_iterator it(folder, failure), end; !failure && it != end; it.increment(failure)) {
        const auto name = it->path().filename().string();
        std::error_code ignored; // a link to nothing is neither file nor folder
        if (name.starts_with('.'))
            continue;
        if (it->is_directory(ignored) && !it->is_symlink(ignored))
            folders.push_back(name);
        else if (name.ends_with(".sql") && !it->is_directory(ignored))
            names.push_back(name);
    }
    if (failure)
        cannot_read(folder.string(), failure.message(),
                    "specify the folder of the revision files with --migrations, or create it with 'pgmend "
                    "init'");
    std::sort(names.begin(), names.end());
    std::sort(folders.begin(), folders.end());
    for (const auto& name : names)
        files.push_back((folder / name).string());
    for (const auto& name : folders)
        list_files(folder / name, files);
}

// Appends to `text`, whose storage is used again from file to file.
void read_file(const std::string& path, std::string& text) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); // a pipe must not keep it waiting
    if (file < 0)
        cannot_read(path, std::generic_category().message(errno), "check the file's permissions");
    struct stat info {};
    if (fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
        close(file);
        cannot_read(path, "it is not a regular file", "only files belong in the migrations folder");
    }
    std::array<char, 16384> buffer;
    ssize_t count = 0;
    do {
        count = read(file, buffer.data(), buffer.size());
        if (count > 0)
            text.append(buffer.data(), static_cast<std::size_t>(count));
    } while (count > 0 || (count < 0 && errno == EINTR));
    const int failure = count < 0 ? errno : 0;
    close(file);
    if (failure != 0)
        cannot_read(path, std::generic_category().message(failure), "check the file and its disk");
}

void load_some(const std::vector<std::string>& files, std::vector<Loaded>& loaded,
               std::atomic<std::size_t>& next) {
    std::string text;
    for (auto start = next.fetch_add(batch); start < files.size(); start = next.fetch_add(batch))
        for (auto i = start; i < std::min(start + batch, files.size()); ++i)
            try {
                text.clear();
                read_file(files[i], text);
                loaded[i].revision = parse(text, files[i], loaded[i].warnings);
            } catch (...) {
                loaded[i].fault = std::current_exception();
            }
}

std::vector<Loaded> load_all(const std::vector<std::string>& files) {
    std::vector<Loaded> loaded(files.size());
    std::atomic<std::size_t> next = 0;
    const auto processors = std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
    const auto threads = std::min({max_threads, processors, files.size() / files_a_thread + 1});
    {
        std::vector<std::jthread> helpers;
        for (std::size_t i = 1; i < threads; ++i)
            helpers.emplace_back([&] { load_some(files, loaded, next); });
        load_some(files, loaded, next);
    }
    return loaded;
}

} // namespace

Directory load(const fs::path& folder) {
    std::vector<std::string> files;
    list_files(folder, files);
    Directory directory;
    directory.revisions.reserve(files.size());
    for (auto& each : load_all(files)) {
        if (each.fault)
            std::rethrow_exception(each.fault);
        directory.revisions.push_back(std::move(each.revision));
        std::move(each.warnings.begin(), each.warnings.end(), std::back_inserter(directory.warnings));
    }
    return directory;
}

} // namespace pgmend::revision
