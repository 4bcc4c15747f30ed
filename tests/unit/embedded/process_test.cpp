#include "embedded/process.hpp"

#include "base/error.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

using namespace pgmend;
using namespace pgmend::embedded;

namespace {

Outcome shell(const std::string& script) {
    return run({.program = "/bin/sh", .arguments = {"-c", script}, .account = server_account("/")});
}

} // namespace

TEST_CASE("a program's output and exit code come back") {
    const auto outcome = shell("echo out; echo err >&2; exit 3");
    CHECK(outcome.output == "out\nerr\n");
    CHECK(outcome.exit_code == 3);
}

TEST_CASE("a program that a signal ended has 128 and its number") {
    CHECK(shell("kill -9 $$").exit_code == 137);
}

TEST_CASE("a program that is not there is named") {
    CHECK_THROWS_WITH(run({.program = "/no/such/program", .account = current_account()}),
                      Catch::Contains("/no/such/program"));
}

TEST_CASE("a program gets no PG variables, no descriptors of ours, and never root's rights") {
    ::setenv("PGOPTIONS", "-c search_path=evil", 1);
    const int leaked = ::open("/dev/null", O_RDONLY);
    const auto outcome = shell("env | grep ^PG; ls /proc/self/fd | wc -l; id -u");
    ::close(leaked);
    ::unsetenv("PGOPTIONS");
    CHECK(outcome.output == "4\n" + std::to_string(server_account("/").uid) + "\n"); // 0, 1, 2 and ls's own
    CHECK(server_account("/").uid != 0);
}

TEST_CASE("a shell reads back what was quoted") {
    const std::string text = "it's \"$HOME\" `ls` \\ a\nb *";
    CHECK(shell("printf %s " + shell_quote(text)).output == text);
}

TEST_CASE("a command line for a shell runs the same words") {
    const Command printf{.program = "/usr/bin/printf", .arguments = {"[%s]", "a b", "", "c'd"}};
    CHECK(shell(shell_line(printf)).output == "[a b][][c'd]");
}
