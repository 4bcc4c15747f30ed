#include "pg/poll.hpp"

#include "base/cancel.hpp"
#include "base/error.hpp"

#include <array>
#include <cerrno>

#include <poll.h>

namespace pgmend::pg {

bool poll_socket(int socket, short events, int timeout_ms) {
    std::array<pollfd, 2> fds{pollfd{socket, events, 0}, pollfd{cancel::descriptor(), POLLIN, 0}};
    // After the first request the descriptor stays readable: a second one is seen by its count, each half
    // second.
    const bool watch = cancel::descriptor() >= 0 && cancel::requests() == 0;
    const int timeout = cancel::requests() > 0 && timeout_ms < 0 ? 500 : timeout_ms;
    const int ready = ::poll(fds.data(), watch ? 2 : 1, timeout);
    if (ready < 0 && errno != EINTR)
        throw Error("waiting for the server failed", ExitCode::no_connection);
    return cancel::requests() > 0;
}

} // namespace pgmend::pg
