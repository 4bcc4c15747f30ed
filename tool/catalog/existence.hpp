#pragma once

#include "pg/connection.hpp"
#include "statement/statement.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pgmend::catalog {

/// The object that exists under the name that an effect creates, alters or drops.
struct Existing {
    std::uint32_t oid = 0; ///< oid of the object; for a column, of its relation; 0 = does not exist
    bool valid = true;     ///< false = an INVALID index that a failed concurrent build has left
    std::string relation;  ///< the relation that it is, or that contains it, as the server prints it
    std::string schema;    ///< the schema of that relation; for a type, function or extension, its own schema
    std::string name;      ///< the name of that relation, not quoted
    char kind = ' ';       ///< the pg_class.relkind of that relation

    bool present() const noexcept { return oid != 0; }
    bool operator==(const Existing&) const = default;
};

/// Whether existence can be looked up for this effect. For an index or a constraint without a name, its table
/// is looked up; it "exists" if the table exists.
bool is_checked(const statement::Effect& effect);

/// Looks up any number of effects in one round trip, or two if some of the objects are not relations. The
/// result has one element for each effect; for an effect that cannot be looked up, the element says that the
/// object does not exist.
std::vector<Existing> find_existing(pg::Connection& connection, std::span<const statement::Effect> effects);

/// A query that fails if the object that the effect names exists. It is used in a pipeline, where a result
/// cannot be examined before the next statement is sent. Its text has static lifetime.
pg::Query guard(const statement::Effect& effect);
/// Whether the error was raised by a guard.
bool is_met(const pg::SqlError& error);

} // namespace pgmend::catalog
