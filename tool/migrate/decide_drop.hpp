#pragma once

#include "migrate/decide.hpp"

#include <cstddef>
#include <span>

namespace pgmend::migrate {

/// Whether a drop is worth a look: its object is gone, a statement behind makes it again, or it is a routine,
/// which is known by arguments that only the server reads.
bool drop_needs_look(const statement::Effect& effect, const catalog::Existing& existing,
                     std::span<const statement::Statement> later);

/// The decision about a statement that drops, of whose objects `which` is worth a look; `existing` has an
/// element for each of its effects. Needs an open transaction, as decide() does.
Decision decide_drop(pg::Connection& connection, const statement::Statement& statement,
                     std::span<const catalog::Existing> existing, std::size_t which,
                     std::span<const statement::Statement> later);

} // namespace pgmend::migrate
