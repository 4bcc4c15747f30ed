#pragma once

#include "importers/project.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace pgmend::test {

/// A folder of another tool's files, gone with the scope.
class ForeignFolder {
  public:
    ForeignFolder() {
        static std::atomic<int> number{0};
        path_ = std::filesystem::temp_directory_path() /
                ("pgmend-foreign-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
        std::filesystem::create_directories(path_);
    }
    ForeignFolder(const ForeignFolder&) = delete;
    ForeignFolder& operator=(const ForeignFolder&) = delete;
    ~ForeignFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    ForeignFolder& add(const std::string& name, const std::string& text) {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << text;
        return *this;
    }
    std::string file(const std::string& name) const { return (path_ / name).string(); }
    importers::Source source() const { return {.folders = {path_}}; }

  private:
    std::filesystem::path path_;
};

inline std::vector<std::string> ids(const importers::Project& project) {
    std::vector<std::string> all;
    for (const auto& migration : project.migrations)
        all.push_back(migration.id);
    return all;
}

/// The only failure of a project without any sound migration more than it has.
inline importers::Failure only_failure(const importers::Project& project) {
    REQUIRE(project.failures.size() == 1);
    return project.failures.front();
}

} // namespace pgmend::test
