#pragma once

#include "pg/connection.hpp"
#include "statement/statement.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pgmend::catalog {

/// What the database holds under the name that an effect creates, alters or drops.
struct Existing {
    std::uint32_t oid = 0; ///< of the object; for a column, of its relation; 0 = not there
    bool valid = true;     ///< false = an index that a failed concurrent build left behind
    std::string relation;  ///< the relation that it is, or is in or on, as the server writes it
    std::string schema;    ///< of that relation; of a type, function or extension its own
    std::string name;      ///< of that relation, not quoted
    char kind = ' ';       ///< of that relation, as pg_class.relkind

    bool present() const noexcept { return oid != 0; }
    bool operator==(const Existing&) const = default;
};

/// Whether existence can be looked up for this effect. One on an index or a constraint without a name is
/// looked up by its table: it is "there" when the table is.
bool is_checked(const statement::Effect& effect);

/// Any number of effects in one round trip, two when some are of objects that are no relations; the answer
/// has an element for each, "not there" for unchecked ones.
std::vector<Existing> find_existing(pg::Connection& connection, std::span<const statement::Effect> effects);

/// A query that the server fails when what the effect names is there: for a pipeline, in which nobody can
/// look at an answer before the next statement. Its text lives as long as the program.
pg::Query guard(const statement::Effect& effect);
/// Whether the error is that of a guard.
bool is_met(const pg::SqlError& error);

} // namespace pgmend::catalog
