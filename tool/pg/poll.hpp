#pragma once

namespace pgmend::pg {

/// Waits for the socket (events as for poll(2); a timeout below 0 is none), or for the user's request to
/// stop: true when that is there. Returns at least each half second once it is. Throws Error (exit code 3).
bool poll_socket(int socket, short events, int timeout_ms);

} // namespace pgmend::pg
