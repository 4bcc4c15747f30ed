#pragma once

#include "pg/connection.hpp"
#include "statement/statement.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pgmend::catalog {

/// What the database holds under the name that an effect creates or drops.
struct Existing {
    std::uint32_t oid = 0; ///< of the object; for a column, of its relation; 0 = not there
    bool valid = true;     ///< false = an index that a failed concurrent build left behind
    std::string relation;  ///< the relation that it is in or on, as the server writes it

    bool present() const noexcept { return oid != 0; }
    bool operator==(const Existing&) const = default;
};

/// Whether existence is looked up for this effect: tables and what else lives in pg_class, indexes, columns.
bool is_checked(const statement::Effect& effect);

/// One round trip for any number of effects; the answer has an element for each, "not there" for unchecked
/// ones.
std::vector<Existing> find_existing(pg::Connection& connection, std::span<const statement::Effect> effects);

} // namespace pgmend::catalog
