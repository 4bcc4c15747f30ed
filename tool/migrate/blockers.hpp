#pragma once

#include "migrate/session.hpp"

#include <span>
#include <string>
#include <vector>

namespace pgmend::migrate {

/// A session that holds what a statement waited for.
struct Blocker {
    int pid = 0;
    std::string role;
    std::string application;
    std::string began;       ///< when the session did, by which another one with the same pid is told apart
    bool terminable = false; ///< a client's session: no autovacuum, no other process of the server's
    std::string text;        ///< for a line: see below
};

/// Who holds what the statement of this error waited for, at most five, the longest transaction first:
/// "blocked by pid 4711 (role, application, state, transaction open for 20 s) with AccessShareLock on t:
/// query" without its literals. Empty where nobody does any more, or nothing is known. Never throws.
std::vector<Blocker> blockers(Session& session, const Error& error) noexcept;

/// Ends the sessions of those whose application or role is one of `names`, and only those; never an
/// autovacuum. A line for each: that it was ended, or why it was not.
std::vector<std::string> terminate(Session& session, std::span<const Blocker> blockers,
                                   std::span<const std::string> names);

} // namespace pgmend::migrate
