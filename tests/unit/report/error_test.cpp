#include "report/error.hpp"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>
#include <unistd.h>

using namespace pgmend;

namespace {

/// A file of a text, gone with the scope.
class TextFile {
  public:
    explicit TextFile(std::string_view text)
        : path_(std::filesystem::temp_directory_path() /
                ("pgmend-error-test." + std::to_string(::getpid()))) {
        std::ofstream(path_) << text;
    }
    TextFile(const TextFile&) = delete;
    TextFile& operator=(const TextFile&) = delete;
    ~TextFile() { std::filesystem::remove(path_); }
    std::string path() const { return path_; }

  private:
    std::filesystem::path path_;
};

std::string shown(const Error& error) {
    return report::error_text(error, {}, report::Style());
}

} // namespace

TEST_CASE("an error shows its line with a caret under the column") {
    const TextFile file("one\nSELECT now;\r\n");
    const auto text = shown(Error("wrong").at({.file = file.path(), .line = 2, .column = 8}));
    CHECK(text == "error: wrong\n  at " + file.path() + ":2:8\n  2 | SELECT now;\n             ^\n");
}

TEST_CASE("bytes that are no UTF-8 are shown as such") {
    const TextFile file("caf\xe9!\n");
    CHECK(shown(Error("wrong").at({.file = file.path(), .line = 1})).find("1 | caf\uFFFD!\n") !=
          std::string::npos);
}

TEST_CASE("a file that is gone is named all the same") {
    CHECK(shown(Error("wrong").at({.file = "/nowhere.sql", .line = 3})) ==
          "error: wrong\n  at /nowhere.sql:3\n");
}

TEST_CASE("a long hint is wrapped under its beginning") {
    std::string hint = "first";
    for (int i = 0; i < 30; ++i)
        hint += " word";
    const auto text = shown(Error("wrong").with_hint(hint));
    CHECK(text.starts_with("error: wrong\n  hint: first word"));
    CHECK(text.find("\n        word") != std::string::npos);
}
