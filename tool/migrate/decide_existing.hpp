#pragma once

#include "catalog/compare.hpp"
#include "migrate/decision.hpp"

namespace pgmend::migrate {

/// What to do with a statement that creates what may be there already, by how that compares: equal, skip;
/// different, conflict; the INVALID or NOT VALID leftover of a run that was stopped is completed.
Decision decide_existing(const catalog::Comparison& comparison, const statement::Statement& statement,
                         const statement::Effect& effect, const catalog::Existing& existing);

/// What could not be compared: a conflict for want of rights; everything else the server will say itself.
Decision not_compared(const statement::Effect& effect, const Error& error);

} // namespace pgmend::migrate
