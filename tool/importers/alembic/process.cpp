#include "importers/alembic/process.hpp"

#include "base/cancel.hpp"
#include "base/error.hpp"

#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>

#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/io.hpp>
#include <boost/process/start_dir.hpp>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>

namespace pgmend::importers::alembic {
namespace {

namespace bp = boost::process;

int wait_for(pid_t pid) {
    int status = 0;
    bool forwarded = false;
    for (;;) {
        const auto ended = ::waitpid(pid, &status, WNOHANG);
        if (ended == pid)
            return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        if (ended < 0 && errno != EINTR)
            throw Error("could not wait for the started program");
        if (cancel::requests() > 0 && !forwarded) {
            ::kill(pid, SIGTERM);
            forwarded = true;
        }
        pollfd stop{cancel::descriptor(), POLLIN, 0};
        ::poll(&stop, forwarded ? 0 : 1, 20);
    }
}

std::string content(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

Outcome run(const std::string& command_line, const std::vector<std::string>& arguments,
            const std::filesystem::path& folder, const std::filesystem::path& log) {
    // The shell reads the command line; "$@" keeps it from reading the arguments as well.
    std::vector<std::string> words{"-c", command_line + " \"$@\"", "pgmend"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::error_code failed;
    bp::child child(bp::exe = "/bin/sh", bp::args = words, bp::start_dir = folder.string(),
                    bp::std_in<bp::null, (bp::std_out & bp::std_err)> log.string(), failed);
    if (failed)
        throw Error(fmt::format("could not run /bin/sh: {}", failed.message()));
    const pid_t pid = child.id();
    child.detach();
    Outcome outcome{.exit_code = wait_for(pid)};
    cancel::check();
    outcome.output = content(log);
    return outcome;
}

} // namespace pgmend::importers::alembic
