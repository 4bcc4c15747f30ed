#pragma once

#include "migrate/decision.hpp"

#include <span>
#include <vector>

namespace pgmend::migrate {

/// The order in which the server processes the sub-commands of an ALTER TABLE ("passes" in
/// src/backend/commands/tablecmds.c): first drops, then types, columns, their attributes, and constraints.
/// `parts` are statements with one sub-command each.
std::vector<std::size_t> in_order_of_passes(std::span<const statement::Statement> parts);

/// Combines the decisions about the sub-commands into one about the statement. The sub-commands to run form
/// one ALTER TABLE again, so that the server processes them in its own order.
Decision together(const statement::Statement& whole, std::span<const statement::Statement> parts,
                  std::span<const Decision> decisions);

} // namespace pgmend::migrate
