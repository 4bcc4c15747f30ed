#include "base/file.hpp"

#include "base/error.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

using namespace pgmend;
namespace fs = std::filesystem;

namespace {

class Folder {
  public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "pgmend-file-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~Folder() { fs::remove_all(path); }
    fs::path path;
};

mode_t mode_of(const fs::path& path) {
    struct stat info {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    return info.st_mode & 07777;
}

std::size_t files_in(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

} // namespace

TEST_CASE("a file keeps its mode, and nothing else is left in the folder") {
    const Folder folder;
    const auto file = folder.path / "f";
    write_file(file, "one");
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    std::ofstream(folder.path / "f.new") << "mine";
    write_file(file, "two");
    CHECK(read_file(file) == "two");
    CHECK(mode_of(file) == 0600);
    CHECK(read_file(folder.path / "f.new") == "mine");
    CHECK(files_in(folder.path) == 2);
}

TEST_CASE("a link stays a link, and what it leads to is written") {
    const Folder folder;
    fs::create_directory(folder.path / "other");
    write_file(folder.path / "other/target", "old");
    fs::create_symlink("other/target", folder.path / "link");
    write_file(folder.path / "link", "new");
    CHECK(fs::is_symlink(folder.path / "link"));
    CHECK(read_file(folder.path / "other/target") == "new");
}

TEST_CASE("a pipe is written through") {
    const Folder folder;
    const auto pipe = folder.path / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    std::string got;
    std::thread reader([&] { got = read_file(pipe); });
    write_file(pipe, "through");
    reader.join();
    CHECK(got == "through");
    CHECK(fs::is_fifo(pipe));
    CHECK_THROWS_WITH(read_file(pipe, Readable::regular), Catch::Contains("not a regular file"));
}

TEST_CASE("a folder is not a file") {
    const Folder folder;
    CHECK_THROWS_WITH(read_file(folder.path), Catch::Contains("it is a folder"));
    CHECK_THROWS_WITH(write_file(folder.path, ""), Catch::Contains("it is a folder"));
    CHECK_THROWS_AS(read_file(folder.path / "none"), UsageError);
}
