#include "commands/new_revision.hpp"

#include "base/error.hpp"
#include "revision/file.hpp"

#include <cerrno>
#include <cstring>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

namespace pgmend::commands {
namespace {

namespace fs = std::filesystem;

/// A hidden folder beside the files that are to be, which loading leaves out; gone with the scope.
class Staging {
  public:
    explicit Staging(const fs::path& folder) : made_(fs::create_directories(folder)), folder_(folder) {
        auto name = (folder / ".import-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw UsageError(
                fmt::format("could not write in '{}': {}", folder.string(), std::strerror(errno)));
        path_ = name;
    }
    Staging(const Staging&) = delete;
    Staging& operator=(const Staging&) = delete;
    ~Staging() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
        if (made_)
            fs::remove(folder_, ignored); // only if it is empty
    }
    const fs::path& path() const { return path_; }

  private:
    bool made_;
    fs::path folder_, path_;
};

/// Moves the files to their places; those of others are never replaced, and after a failure none of ours
/// stays.
void move_files(const std::vector<fs::path>& staged, const std::vector<fs::path>& places) {
    for (std::size_t i = 0; i < staged.size(); ++i) {
        std::error_code failed, ignored;
        fs::create_hard_link(staged[i], places[i], failed); // unlike a rename it refuses a name that is taken
        if (!failed)
            continue;
        for (std::size_t k = 0; k < i; ++k)
            fs::remove(places[k], ignored);
        throw UsageError(fmt::format("could not write the file: {}", failed.message()))
            .at({.file = places[i].string()})
            .with_hint("nothing was written");
    }
}

} // namespace

std::string now_utc() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

std::filesystem::path write_revision(const revision::Revision& revision,
                                     const std::filesystem::path& folder) {
    const auto path = folder / revision::file_name(revision);
    if (std::filesystem::exists(path))
        throw UsageError("the file already exists").at({.file = path.string()});
    write_file(path, revision::render(revision));
    return path;
}

std::vector<fs::path> write_revisions(const std::vector<revision::Revision>& revisions,
                                      const fs::path& folder) {
    std::vector<fs::path> staged, places;
    if (revisions.empty())
        return places;
    const Staging staging(folder);
    for (const auto& revision : revisions) {
        staged.push_back(write_revision(revision, staging.path()));
        places.push_back(folder / revision::file_name(revision));
    }
    move_files(staged, places);
    return places;
}

} // namespace pgmend::commands
