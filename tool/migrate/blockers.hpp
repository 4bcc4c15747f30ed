#pragma once

#include "migrate/session.hpp"

#include <string>
#include <vector>

namespace pgmend::migrate {

/// Who holds what the statement of this error waited for, a line each, at most five: "blocked by pid 4711
/// (role, application, state, transaction open for 20 s): query" without its literals. Empty where nobody
/// does any more, or nothing is known. Never throws.
std::vector<std::string> blockers(Session& session, const Error& error) noexcept;

} // namespace pgmend::migrate
