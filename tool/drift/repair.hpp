#pragma once

#include "catalog/read.hpp"
#include "drift/world.hpp"
#include "migrate/session.hpp"
#include "schema/diff.hpp"
#include "schema/statements.hpp"

#include <string>
#include <vector>

namespace pgmend::drift {

/// The schema that a repair is to reach: `wanted`, but for what is accepted as it is in `live`: every
/// difference that `findings` does not hold, and what could not be read.
schema::Model target_of(const schema::Model& wanted, const schema::Model& live,
                        const std::vector<schema::Finding>& findings);

/// Makes a model agree with another in one finding of their comparison (expected: `target`, actual:
/// `source`). The model's objects must be sorted again afterwards.
void adopt(schema::Model& target, const schema::Model& source, const schema::Finding& finding);

/// What a trial of a script on a copy of the schema has shown.
struct Proof {
    std::string failure;               ///< the statement that failed there, and why; empty = none
    std::vector<std::string> left;     ///< differences from the target that stayed
    std::vector<std::string> not_seen; ///< what the copy did not have, so that nothing is proven of it

    bool holds() const { return failure.empty() && left.empty(); }
};

/// Builds the live schema once more in an empty database on the world's server, from the SQL that makes it,
/// runs the script there, and compares the outcome with the target. Data are not there. Throws Error when no
/// server can be started.
Proof prove(const schema::Model& live, const schema::Model& target, const schema::Script& script,
            const catalog::ReadOptions& options, const World& world = {});

/// Runs the statements: those that can be together in one transaction, the others alone. A group that meets a
/// lock timeout or a deadlock is tried again, settings.lock_retries times. Throws SqlError; what was done
/// before stays.
void apply(migrate::Session& session, const std::vector<schema::DdlStatement>& statements,
           const migrate::Listener& listener);

} // namespace pgmend::drift
