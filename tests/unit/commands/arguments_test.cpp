#include "commands/arguments.hpp"

#include "commands/command.hpp"

#include <array>

#include <catch2/catch.hpp>

using namespace pgmend::commands;

namespace {

std::vector<std::string> protected_words(std::vector<std::string> words) {
    const std::array<std::string, 2> commands{"upgrade", "server"};
    return escape_arguments(std::move(words), commands);
}

bool survives(const std::string& word) {
    const auto safe = protected_words({word});
    return safe.size() == 1 && safe.front().front() != '-' && unescape(safe.front()) == word;
}

} // namespace

TEST_CASE("relative targets and ranges are kept from being options") {
    CHECK(survives("-1"));
    CHECK(survives("-12"));
    CHECK(survives("-2:current"));
    CHECK(protected_words({"-v", "--sql", "-x1", "-"}) ==
          std::vector<std::string>{"-v", "--sql", "-x1", "-"});
    CHECK(unescape_text("bad value " + protected_words({"-3"}).front()) == "bad value -3");
}

TEST_CASE("a bare --embedded takes a folder, but neither an option nor a command for one") {
    using Words = std::vector<std::string>;
    CHECK(protected_words({"--embedded", "data", "upgrade"}) == Words{"--embedded=data", "upgrade"});
    CHECK(protected_words({"--embedded", "upgrade"}) == Words{"--embedded=.pgmend/server", "upgrade"});
    CHECK(protected_words({"--embedded", "-v"}) == Words{"--embedded=.pgmend/server", "-v"});
    CHECK(protected_words({"--embedded", "./data"}) == Words{"--embedded=./data"});
    // A misspelt command, with and without something behind it, and an empty word.
    CHECK(protected_words({"--embedded", "upgrad"}) == Words{"--embedded=.pgmend/server", "upgrad"});
    CHECK(protected_words({"--embedded", "upgrad", "server"}) ==
          Words{"--embedded=.pgmend/server", "upgrad", "server"});
    CHECK(protected_words({"--embedded", "", "upgrade"}) == Words{"--embedded=", "upgrade"});
    CHECK(protected_words({"--embedded"}) == Words{"--embedded=.pgmend/server"});
}

TEST_CASE("help as the first word is the option of the command after it") {
    using Words = std::vector<std::string>;
    CHECK(help_as_option({"help"}) == Words{"--help"});
    CHECK(help_as_option({"help", "sync", "load"}) == Words{"sync", "load", "--help"});
    CHECK(help_as_option({"show", "help"}) == Words{"show", "help"});
    CHECK(help_as_option({}).empty());
}
