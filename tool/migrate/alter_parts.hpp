#pragma once

#include "migrate/decision.hpp"

#include <span>
#include <vector>

namespace pgmend::migrate {

/// The sub-commands of an ALTER TABLE, each as one by itself, in the order in which the server does them
/// (src/backend/commands/tablecmds.c, "passes"): drops first, then types, columns, their attributes and
/// constraints.
std::vector<std::size_t> in_order_of_passes(std::span<const statement::Statement> parts);

/// The decisions about the sub-commands as one about the statement: those to be run are one ALTER TABLE
/// again, so that the server does them in its own order.
Decision together(const statement::Statement& whole, std::span<const statement::Statement> parts,
                  std::span<const Decision> decisions);

} // namespace pgmend::migrate
