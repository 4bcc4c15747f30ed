#include "commands/completion.hpp"

#include "commands/definition.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>
#include <unistd.h>

using namespace pgmend::commands;

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

class CommandLine {
  public:
    CommandLine() { define(app_, globals_, chosen_); }

    Completion at(const Words& words, const std::string& migrations = "nowhere") const {
        return complete(app_, words, migrations);
    }

    Words words(const Words& typed, const std::string& migrations = "nowhere") const {
        Words found;
        for (const auto& candidate : at(typed, migrations).candidates)
            found.push_back(candidate.word);
        return found;
    }

  private:
    CLI::App app_;
    Globals globals_;
    Run chosen_;
};

bool contains(const Words& words, const std::string& word) {
    return std::ranges::find(words, word) != words.end();
}

/// A folder with one revision.
class Migrations {
  public:
    Migrations() {
        fs::create_directories(folder_);
        std::ofstream(folder_ / "a.sql") << "-- Add a\n--\n-- revision: ae1027a6acf\n-- down_revision:\n"
                                            "-- branch_labels: shop\n\n-- migrate:up\n";
    }
    ~Migrations() { fs::remove_all(folder_); }
    Migrations(const Migrations&) = delete;
    Migrations& operator=(const Migrations&) = delete;

    std::string folder() const { return folder_.string(); }

  private:
    fs::path folder_ = fs::temp_directory_path() / ("pgmend_completion_" + std::to_string(getpid()));
};

} // namespace

TEST_CASE("commands are completed at their own level") {
    const CommandLine line;
    CHECK(line.words({"upg"}) == Words{"upgrade"});
    CHECK(contains(line.words({""}), "downgrade"));
    CHECK(line.words({"index", "ad"}) == Words{"advise"});
    CHECK(line.words({"-v", "--lock-timeout", "2s", "upg"}) == Words{"upgrade"});
    CHECK(line.words({"upgrade", "head", "upg"}).empty());
    CHECK(line.at({"upg"}).candidates.front().help == "Upgrade the database to a revision");
}

TEST_CASE("options are those of the command and of what is around it") {
    const CommandLine line;
    CHECK(line.words({"upgrade", "--dr"}) == Words{"--dry-run"});
    CHECK(contains(line.words({"upgrade", "-"}), "--lock-timeout"));
    CHECK(line.words({"--dr"}).empty());
    CHECK(line.words({"--config"}) == Words{"--config"});
    const auto all = line.words({"index", "create", "-"});
    CHECK(std::ranges::count(all, "--help") == 1);
}

TEST_CASE("values are completed behind their option, in either form") {
    const CommandLine line;
    CHECK(line.words({"--format", "js"}) == Words{"json"});
    CHECK(line.words({"--format=js"}) == Words{"--format=json"});
    CHECK(line.words({"check", "--fail-on", "b"}) == Words{"behaviour", "breaking"});
    CHECK(line.words({"lint", "--exclude", "add-exc"}) == Words{"add-exclusion"});
    CHECK(line.at({"--log-file", ""}).paths == Completion::Paths::files);
    CHECK(line.at({"--migrations=m"}).paths == Completion::Paths::folders);
    CHECK(line.at({"-m", ""}).paths == Completion::Paths::folders);
    CHECK(line.at({"lint", ""}).paths == Completion::Paths::files);
    CHECK(line.at({"--lock-timeout", ""}) == Completion{});
}

TEST_CASE("a bare --embedded does not swallow the command behind it") {
    const CommandLine line;
    CHECK(line.words({"--embedded", "upgrade", "--dr"}) == Words{"--dry-run"});
    CHECK(line.words({"--embedded", "data", "upg"}) == Words{"upgrade"});
    CHECK(line.at({"--embedded", "data", "upgrade", "--embedded="}).paths == Completion::Paths::folders);
}

TEST_CASE("revisions come from the folder that the words name") {
    const CommandLine line;
    const Migrations migrations;
    CHECK(line.words({"upgrade", "ae"}, migrations.folder()) == Words{"ae1027a6acf"});
    CHECK(line.words({"upgrade", "-m", migrations.folder(), "ae"}) == Words{"ae1027a6acf"});
    CHECK(line.words({"--migrations=" + migrations.folder(), "stamp", "head", "ae"}) == Words{"ae1027a6acf"});
    CHECK(line.words({"revision", "-m", "text", "--head", "shop"}, migrations.folder()) ==
          Words{"shop@head"});
    CHECK(line.words({"upgrade", "h"}) == Words{"head", "heads"});
    CHECK(line.words({"upgrade", "--", "h"}) == Words{"head", "heads"});
}

TEST_CASE("the text for the shells has a line a candidate, and the kind of paths in front") {
    const Completion completion{.candidates = {{"a", "what a is"}, {"b", ""}},
                                .paths = Completion::Paths::files};
    CHECK(completion_text(completion) == "files\na\twhat a is\nb\n");
    CHECK(completion_text({}) == "none\n");
}
