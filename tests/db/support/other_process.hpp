#pragma once

#include <functional>
#include <string>

#include <sys/types.h>

namespace pgmend::test {

/// A function that runs in a process of its own, forked off; killed at the end of the scope.
class OtherProcess {
  public:
    /// `work` gets a function that says one line to the test; when it returns, the process ends with its
    /// result, and with 99 after an exception.
    using Say = std::function<void(const std::string&)>;
    explicit OtherProcess(const std::function<int(const Say&)>& work);
    OtherProcess(const OtherProcess&) = delete;
    OtherProcess& operator=(const OtherProcess&) = delete;
    ~OtherProcess();

    /// Waits for the next line; empty when the process has ended without one.
    std::string hear();
    /// Ends it by SIGKILL.
    void kill();
    /// Waits for its end; its exit code, or 128 + the signal.
    int wait();

  private:
    pid_t pid_ = 0;
    int reader_ = -1;
};

} // namespace pgmend::test
