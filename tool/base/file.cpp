#include "base/file.hpp"

#include "base/error.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <random>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pgmend {
namespace {

namespace fs = std::filesystem;

/// A file descriptor that is closed with the scope.
class File {
  public:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() { close(); }

    int get() const { return descriptor_; }
    bool is_open() const { return descriptor_ >= 0; }
    /// False when what was written could not be kept.
    bool close() {
        const int descriptor = std::exchange(descriptor_, -1);
        return descriptor < 0 || ::close(descriptor) == 0;
    }

  private:
    int descriptor_;
};

[[noreturn]] void cannot(std::string_view what, const fs::path& path, const std::string& why) {
    throw UsageError(fmt::format("could not {} '{}': {}", what, path.string(), why));
}

[[noreturn]] void cannot(std::string_view what, const fs::path& path) {
    cannot(what, path, std::strerror(errno));
}

bool write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

std::string random_name() {
    std::random_device random;
    return fmt::format(".pgmend-{:08x}{:08x}", random(), random());
}

mode_t mask() {
    const auto now = ::umask(0);
    ::umask(now);
    return now;
}

/// `old` is null for a file that is not there yet.
void replace(const fs::path& path, const fs::path& target, const std::string& text, const struct stat* old) {
    const auto folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
    const auto temporary = folder / random_name();
    File file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.is_open())
        cannot("write", path);
    const auto mode = old != nullptr ? old->st_mode & 07777 : 0666 & ~mask();
    // Only root may give a file away; what stays ours is no failure.
    if (old != nullptr && ::fchown(file.get(), old->st_uid, old->st_gid) != 0)
        errno = 0;
    if (write_all(file.get(), text) && ::fchmod(file.get(), mode) == 0 && ::fsync(file.get()) == 0 &&
        file.close() && ::rename(temporary.c_str(), target.c_str()) == 0)
        return;
    const std::string why = std::strerror(errno);
    ::unlink(temporary.c_str());
    cannot("write", path, why);
}

} // namespace

std::string read_file(const fs::path& path, Readable readable) {
    // Opening a pipe would wait for somebody to write into it.
    const int wait = readable == Readable::regular ? O_NONBLOCK : 0;
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | wait));
    struct stat info {};
    if (!file.is_open() || ::fstat(file.get(), &info) != 0)
        cannot("read", path);
    if (S_ISDIR(info.st_mode))
        cannot("read", path, "it is a folder");
    if (readable == Readable::regular && !S_ISREG(info.st_mode))
        cannot("read", path, "it is not a regular file");
    std::string text;
    if (S_ISREG(info.st_mode))
        text.reserve(static_cast<std::size_t>(info.st_size));
    std::array<char, 65536> buffer; // NOLINT: read() fills it
    for (;;) {
        const auto count = ::read(file.get(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            cannot("read", path);
        if (count == 0)
            return text;
        text.append(buffer.data(), static_cast<std::size_t>(count));
        if (text.size() > max_file_bytes)
            cannot("read", path, fmt::format("it has more than {} MB", max_file_bytes >> 20));
    }
}

void write_file(const fs::path& path, const std::string& text) {
    struct stat info {};
    const bool exists = ::stat(path.c_str(), &info) == 0;
    if (!exists && errno != ENOENT)
        cannot("write", path);
    if (exists && S_ISDIR(info.st_mode))
        cannot("write", path, "it is a folder");
    if (exists && !S_ISREG(info.st_mode)) {
        File file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
        if (!file.is_open() || !write_all(file.get(), text) || !file.close())
            cannot("write", path);
        return;
    }
    std::error_code unresolved;
    const auto target = fs::is_symlink(path, unresolved) ? fs::weakly_canonical(path, unresolved) : path;
    replace(path, unresolved ? path : target, text, exists ? &info : nullptr);
}

} // namespace pgmend
