#pragma once

namespace pgmend::pg {

/// Waits for the socket (`events` as for poll(2); no timeout if it is negative) or for the user's request to
/// stop. Returns true if there is such a request; in this case, it returns at least every half second. Throws
/// Error (exit code 3).
bool poll_socket(int socket, short events, int timeout_ms);

} // namespace pgmend::pg
