#pragma once

#include "catalog/compare.hpp"
#include "migrate/decision.hpp"

namespace pgmend::migrate {

/// Decides about a statement whose object already exists, depending on the comparison: identical, skip;
/// different, conflict. An INVALID or NOT VALID leftover of an interrupted run is completed.
Decision decide_existing(const catalog::Comparison& comparison, const statement::Statement& statement,
                         const statement::Effect& effect, const catalog::Existing& existing);

/// The decision if the objects could not be compared: a conflict if privileges are missing. Other errors will
/// be reported by the server itself.
Decision not_compared(const statement::Effect& effect, const Error& error);

} // namespace pgmend::migrate
