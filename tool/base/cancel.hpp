#pragma once

namespace pgmend {

/// A request to stop, set by SIGINT or SIGTERM. The flag is what all modules look at; whoever waits in poll()
/// watches the descriptor as well, so that a signal wakes it at once.
namespace cancel {

/// Handles SIGINT and SIGTERM from here on; SIGPIPE is ignored. Called once, by main.
void install_handlers();

/// How often the user has asked to stop; 0 = go on.
int requests() noexcept;

/// As if the user had asked; also called by the handlers (async-signal-safe).
void request() noexcept;

/// Becomes readable with the first request and stays so; -1 before install_handlers().
int descriptor() noexcept;

/// Throws Interrupted when the user has asked to stop.
void check();

/// Forgets all requests (tests only).
void reset() noexcept;

} // namespace cancel
} // namespace pgmend
