#pragma once

namespace pgmend {

/// Requests to stop, set by SIGINT and SIGTERM. All modules check the flag. Code that waits in poll() also
/// watches the descriptor, so that a signal wakes it immediately.
namespace cancel {

/// Installs handlers for SIGINT and SIGTERM, and ignores SIGPIPE. Called once, by main.
void install_handlers();

/// How many times the user has asked to stop; 0 = never.
int requests() noexcept;

/// Records a request to stop. Also called by the signal handlers; async-signal-safe.
void request() noexcept;

/// A descriptor that becomes readable with the first request and stays readable; -1 before
/// install_handlers().
int descriptor() noexcept;

/// Throws Interrupted if the user has asked to stop.
void check();

/// Forgets all requests (tests only).
void reset() noexcept;

} // namespace cancel
} // namespace pgmend
