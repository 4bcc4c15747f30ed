#include "embedded/process.hpp"

#include "base/cancel.hpp"
#include "base/error.hpp"
#include "embedded/descriptor.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>

#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/posix.hpp>
#include <boost/process/start_dir.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pgmend::embedded {
namespace {

namespace bp = boost::process;

void close_descriptors_at_exec() noexcept {
    // Not closed at once: Boost.Process still needs its own pipe to report a failing exec.
    if (::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
        return;
    for (int descriptor = 3; descriptor < 1024; ++descriptor)
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

/// Runs in the child between fork and exec, where only async-signal-safe functions may be called.
void prepare_child(uid_t uid, gid_t gid) noexcept {
    ::setsid();
    ::umask(077);
    close_descriptors_at_exec();
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    if (::geteuid() != 0)
        return;
    // Going on as root after a failure here would be worse than any message.
    if (::setgroups(1, &gid) != 0 || ::setresgid(gid, gid, gid) != 0 || ::setresuid(uid, uid, uid) != 0)
        ::_exit(126);
}

/// Our own environment for execve, without what would change the server's or initdb's ways. Boost.Process's
/// class for it reads beyond the end of variables that are shorter than the name looked for.
std::vector<char*> clean_environment() {
    static char messages_in_english[] = "LC_ALL=C";
    std::vector<char*> clean;
    for (char** entry = environ; *entry != nullptr; ++entry)
        if (const std::string_view text = *entry; !text.starts_with("PG") && !text.starts_with("LC_"))
            clean.push_back(*entry);
    clean.push_back(messages_in_english);
    clean.push_back(nullptr);
    return clean;
}

pid_t launch(const Command& command, int input, int output) {
    std::error_code failed;
    const uid_t uid = command.account.uid;
    const gid_t gid = command.account.gid;
    auto environment = clean_environment();
    const auto prepare = [uid, gid, variables = environment.data()](auto& executor) {
        executor.env = variables;
        prepare_child(uid, gid);
    };
    bp::child child(bp::exe = command.program.string(), bp::args = command.arguments, bp::start_dir = "/",
                    bp::posix::fd.bind(0, input), bp::posix::fd.bind(1, output),
                    bp::posix::fd.bind(2, output), bp::extend::on_exec_setup = prepare, failed);
    if (failed)
        throw Error(fmt::format("could not run {}: {}", command.program.string(), failed.message()));
    const pid_t pid = child.id();
    child.detach();
    return pid;
}

int exit_code(int wait_status) {
    return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
}

/// Reads until the writer has closed its end; a request to stop is handed on to the process once.
std::string read_all(int descriptor, pid_t pid) {
    std::string text;
    std::array<char, 4096> block{};
    bool forwarded = false;
    for (;;) {
        if (cancel::requests() > 0 && !forwarded) {
            ::kill(pid, SIGTERM);
            forwarded = true;
        }
        std::array<pollfd, 2> ready{pollfd{descriptor, POLLIN, 0}, pollfd{cancel::descriptor(), POLLIN, 0}};
        ::poll(ready.data(), forwarded ? 1 : 2, -1);
        if (ready[0].revents == 0)
            continue;
        const auto count = ::read(descriptor, block.data(), block.size());
        if (count == 0 || (count < 0 && errno != EINTR))
            return text;
        if (count > 0)
            text.append(block.data(), static_cast<std::size_t>(count));
    }
}

} // namespace

Outcome run(const Command& command) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
        throw Error(fmt::format("could not create a pipe: {}", std::strerror(errno)));
    const Descriptor reader(pipe[0]);
    Descriptor writer(pipe[1]);
    const Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const pid_t pid = launch(command, nothing.get(), writer.get());
    writer.close();
    Outcome outcome{.output = read_all(reader.get(), pid)};
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    cancel::check();
    outcome.exit_code = exit_code(status);
    return outcome;
}

pid_t start(const Command& command, int output, int input) {
    const Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    return launch(command, input >= 0 ? input : nothing.get(), output);
}

bool has_ended(pid_t pid) noexcept {
    const pid_t reaped = ::waitpid(pid, nullptr, WNOHANG);
    return reaped == pid || (reaped < 0 && errno == ECHILD && ::kill(pid, 0) != 0 && errno == ESRCH);
}

std::string shell_quote(std::string_view text) {
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'')
            quoted += "'\\'";
        quoted += c;
    }
    return quoted += '\'';
}

std::string shell_line(const Command& command) {
    std::string line = shell_quote(command.program.string());
    for (const auto& argument : command.arguments)
        line += " " + shell_quote(argument);
    return line;
}

} // namespace pgmend::embedded
