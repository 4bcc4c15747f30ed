#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"

#include <span>
#include <string>
#include <vector>

namespace pgmend::migrate {

/// The result of a migrating command.
struct Outcome {
    std::vector<Applied> applied;
    std::vector<std::string> heads; ///< rows of the version table after the command
};

/// Makes a plan; does not change the database. Conflicts are part of the plan and are not thrown.
Plan plan_upgrade(Session& session, const revision::Graph& graph, std::string_view target,
                  const Listener& listener);
Plan plan_downgrade(Session& session, const revision::Graph& graph, std::string_view target,
                    const Listener& listener);

/// Migrates the database to the target. If nothing is to be done, it takes no lock and writes nothing. After
/// a lock timeout, a deadlock, or the migration of another process, it makes a new plan and tries again, at
/// most settings.lock_retries times. `outcome` shows what was done, also if an exception is thrown. Throws
/// UsageError, SqlError, Error (exit code 5 for a conflict, 7 for another pgmend), Interrupted.
void upgrade(Session& session, const revision::Graph& graph, std::string_view target,
             const Listener& listener, Outcome& outcome);
void downgrade(Session& session, const revision::Graph& graph, std::string_view target,
               const Listener& listener, Outcome& outcome);
/// The same, for callers that need no outcome after an error.
Outcome upgrade(Session& session, const revision::Graph& graph, std::string_view target,
                const Listener& listener);
Outcome downgrade(Session& session, const revision::Graph& graph, std::string_view target,
                  const Listener& listener);

/// How apply() treats a statement that meets an object which exists already.
enum class Existing {
    fail,   ///< as the server does: the statements run as they are written
    compare ///< as upgrade does
};

/// Runs exactly these steps in a database that nobody else uses: without the lock, without a ledger, without
/// looking for changed files. Throws SqlError, Error.
Outcome apply(Session& session, const revision::Steps& steps, const Listener& listener,
              Existing existing = Existing::fail);

/// Sets the version rows without running SQL of revisions, and records in the ledger that they are right,
/// even if they do not change. `purge` first removes all existing rows, including unknown ones.
Outcome stamp(Session& session, const revision::Graph& graph, std::span<const std::string> targets,
              bool purge, const Listener& listener);

/// Records the current SQL of applied revisions as accepted, so that it is no longer reported as changed.
/// Returns the revisions that had a record. Throws UsageError for a revision that is not applied.
std::vector<std::string> accept(Session& session, const revision::Graph& graph,
                                std::span<const std::string> targets, const Listener& listener);

/// Creates the version table if it is missing. Returns true if it was created.
bool ensure_version(Session& session);

} // namespace pgmend::migrate
