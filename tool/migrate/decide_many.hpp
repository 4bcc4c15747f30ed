#pragma once

#include "migrate/decide.hpp"

#include <optional>
#include <vector>

namespace pgmend::migrate {

/// A statement with one effect that is worth a look, what there is under its name, and what is decided about
/// it.
struct Look {
    const statement::Statement* statement;
    catalog::Existing existing;
    std::span<const statement::Statement> later; ///< behind it in its section
    std::optional<Decision> decision = std::nullopt;
};

// Decisions about many statements by a few readings of the catalog. What stays without one is for decide().

/// Those that one value of the catalog decides. One query; no transaction is needed.
void decide_plain(pg::Connection& connection, std::vector<Look>& looks);

/// Those that create what is there already, and equal. Needs an open transaction, as decide() does.
void decide_equal(pg::Connection& connection, std::vector<Look>& looks);

} // namespace pgmend::migrate
