#include "revision/directory.hpp"

#include "base/error.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <unistd.h>

using namespace pgmend::revision;
using pgmend::UsageError;
namespace fs = std::filesystem;

namespace {

// A folder that goes with the test.
struct Folder {
    fs::path path = fs::temp_directory_path() / fmt::format("pgmend_revision_{}", getpid());

    Folder() {
        fs::remove_all(path);
        fs::create_directories(path);
    }
    ~Folder() { fs::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void add(const std::string& name, const std::string& id) const {
        fs::create_directories((path / name).parent_path());
        std::ofstream(path / name) << "-- m\n-- revision: " << id << "\n-- migrate:up\nSELECT 1;\n";
    }

    std::vector<std::string> ids() const {
        std::vector<std::string> ids;
        for (const auto& revision : load(path).revisions)
            ids.push_back(revision.id);
        return ids;
    }
};

} // namespace

TEST_CASE("the files of a folder come by name, then those of its subfolders") {
    const Folder folder;
    folder.add("b.sql", "b");
    folder.add("a.sql", "a");
    folder.add("Z.sql", "Z");
    folder.add("old/d.sql", "d");
    folder.add("old/older/c.sql", "c");
    folder.add("new/e.sql", "e");
    folder.add("notes.txt", "no");
    folder.add(".hidden.sql", "no");
    folder.add(".git/x.sql", "no");
    fs::create_directory_symlink(folder.path, folder.path / "loop");
    fs::create_symlink(folder.path / "nothing", folder.path / "dangling.txt");
    CHECK(folder.ids() == std::vector<std::string>{"Z", "a", "b", "e", "d", "c"});
}

TEST_CASE("many files are read in order, with their warnings") {
    const Folder folder;
    for (int i = 0; i < 1500; ++i)
        folder.add(fmt::format("{:05}.sql", i), i == 700 || i == 1400 ? "other" : fmt::format("{:05}", i));
    const auto directory = load(folder.path);
    REQUIRE(directory.revisions.size() == 1500);
    CHECK(directory.revisions[1234].id == "01234");
    REQUIRE(directory.warnings.size() == 2);
    CHECK(directory.warnings[0].find("00700.sql") != std::string::npos);
}

TEST_CASE("of several faulty files the first is named") {
    const Folder folder;
    for (int i = 0; i < 1200; ++i)
        folder.add(fmt::format("{:05}.sql", i), i >= 600 ? "a-b" : fmt::format("{:05}", i));
    try {
        load(folder.path);
        FAIL("no error");
    } catch (const UsageError& error) {
        CHECK(error.location().file == (folder.path / "00600.sql").string());
        CHECK(error.location().line == 2);
    }
}

TEST_CASE("files longer than a read are read to their end") {
    const Folder folder;
    folder.add("a.sql", "a");
    std::ofstream(folder.path / "a.sql", std::ios::app) << std::string(100000, ' ') << "-- end\n";
    CHECK(load(folder.path).revisions.at(0).up->sql.size() == 10 + 100000 + 7);
}

TEST_CASE("a folder or file that cannot be read is an error with a remedy") {
    const Folder folder;
    CHECK(load(folder.path).revisions.empty());
    try {
        load(folder.path / "none");
        FAIL("no error");
    } catch (const UsageError& error) {
        CHECK(error.message().find((folder.path / "none").string()) != std::string::npos);
        CHECK_FALSE(error.hint().empty());
    }
    fs::create_symlink(folder.path / "nothing", folder.path / "dangling.sql");
    CHECK_THROWS_AS(load(folder.path), UsageError);
}
