#pragma once

#include "migrate/session.hpp"

#include <span>
#include <string>
#include <vector>

namespace pgmend::migrate {

/// A session that holds a lock for which a statement has waited.
struct Blocker {
    int pid = 0;
    std::string role;
    std::string application;
    std::string began;       ///< start of the session; distinguishes it from a later one with the same pid
    bool terminable = false; ///< a session of a client, not an autovacuum or another process of the server
    std::string text;        ///< text for messages; see below
};

/// The sessions that hold the lock for which the statement of this error has waited, at most five, beginning
/// with the longest transaction. The text is "blocked by pid 4711 (role, application, state, transaction open
/// for 20 s) with ACCESS SHARE on t: query", without literals. Empty if no session holds the lock any longer,
/// or if nothing is known. Never throws.
std::vector<Blocker> blockers(Session& session, const Error& error) noexcept;

/// Ends the sessions whose application or role is one of `names`, and no others; never an autovacuum. Returns
/// a line for each, which says that the session was ended, or why not.
std::vector<std::string> terminate(Session& session, std::span<const Blocker> blockers,
                                   std::span<const std::string> names);

} // namespace pgmend::migrate
