#pragma once

#include "catalog/read.hpp"
#include "drift/world.hpp"
#include "migrate/session.hpp"
#include "schema/diff.hpp"
#include "schema/statements.hpp"

#include <string>
#include <vector>

namespace pgmend::drift {

/// The schema that a repair must produce: `wanted`, except for what is accepted as it is in `live`, that is,
/// every difference that is not in `findings`, and what could not be read.
schema::Model target_of(const schema::Model& wanted, const schema::Model& live,
                        const std::vector<schema::Finding>& findings);

/// Changes a model so that it agrees with `source` in one finding of their comparison (expected: `target`,
/// actual: `source`). The objects of the model must be sorted again afterward.
void adopt(schema::Model& target, const schema::Model& source, const schema::Finding& finding);

/// The result of testing a script on a copy of the schema.
struct Proof {
    std::string failure;           ///< the statement that failed, and why; empty = none
    std::vector<std::string> left; ///< remaining differences from the target
    /// Objects that the copy does not contain, so that nothing is proven about them.
    std::vector<std::string> not_seen;

    bool holds() const { return failure.empty() && left.empty(); }
};

/// Builds the live schema once more in an empty database on the world's server, from the SQL that makes it,
/// runs the script there, and compares the outcome with the target. Data are not there. Throws Error when no
/// server can be started.
Proof prove(const schema::Model& live, const schema::Model& target, const schema::Script& script,
            const catalog::ReadOptions& options, const World& world = {});

/// Runs the statements. Those that can share a transaction do so; the others run alone. After a lock timeout
/// or a deadlock, a group is retried at most settings.lock_retries times. Throws SqlError; statements that
/// were committed before remain.
void apply(migrate::Session& session, const std::vector<schema::DdlStatement>& statements,
           const migrate::Listener& listener);

} // namespace pgmend::drift
