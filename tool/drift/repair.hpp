#pragma once

#include "catalog/read.hpp"
#include "drift/rename.hpp"
#include "migrate/session.hpp"
#include "schema/diff.hpp"
#include "schema/statements.hpp"

#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace pgmend::drift {

/// The schema that a repair is to reach: `wanted`, but for what is accepted as it is in `live`: every
/// difference that `findings` does not hold, and what could not be read. Texts that differ in their wording
/// only (`same_meaning`) are the wanted ones: see StatementOptions::alike.
schema::Model target_of(const schema::Model& wanted, const schema::Model& live,
                        const std::vector<schema::Finding>& findings,
                        const std::vector<schema::Finding>& same_meaning = {});

/// Those texts for StatementOptions.
std::set<std::pair<schema::ObjectId, std::string>> alike(const std::vector<schema::Finding>& same_meaning);

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

/// Builds the live schema on a throwaway server, from the SQL that makes it, runs statements(live, target)
/// there, after those that rename and from what comes of these if there are any, and compares the outcome
/// with the target. Data are not there, and functions do nothing: no code of the live database is run, and no
/// statement by a superuser that evaluates an expression. Throws Error when no server can be started.
Proof prove(const schema::Model& live, const schema::Model& target,
            const schema::StatementOptions& statement_options, const catalog::ReadOptions& options,
            const Renamed& renamed = {});

/// The statements that are committed together, in their order; one that cannot share a transaction is alone.
std::vector<std::span<const schema::DdlStatement>>
transactions(const std::vector<schema::DdlStatement>& statements);

/// Runs the statements: those that can be together in one transaction, the others alone. A group that meets a
/// lock timeout or a deadlock is tried again, settings.lock_retries times. Throws SqlError, which says what
/// was committed before; that stays.
void apply(migrate::Session& session, const std::vector<schema::DdlStatement>& statements,
           const migrate::Listener& listener);

} // namespace pgmend::drift
