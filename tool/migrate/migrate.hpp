#pragma once

#include "migrate/plan.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"

#include <span>
#include <string>
#include <vector>

namespace pgmend::migrate {

/// What a migrating command did.
struct Outcome {
    std::vector<Applied> applied;
    std::vector<std::string> heads; ///< rows of the version table afterwards
};

/// The database does not change while this is made; conflicts are in it, not thrown.
Plan plan_upgrade(Session& session, const revision::Graph& graph, std::string_view target,
                  const Listener& listener);
Plan plan_downgrade(Session& session, const revision::Graph& graph, std::string_view target,
                    const Listener& listener);

/// Brings the database to the target. With nothing to do it takes no lock and writes nothing. A step that
/// meets a lock timeout, a deadlock or a faster migrator is planned and tried again, settings.lock_retries
/// times. `outcome` says what was done, also when this throws. Throws UsageError, SqlError, Error (conflict:
/// exit code 5; another pgmend: 7), Interrupted.
void upgrade(Session& session, const revision::Graph& graph, std::string_view target,
             const Listener& listener, Outcome& outcome);
void downgrade(Session& session, const revision::Graph& graph, std::string_view target,
               const Listener& listener, Outcome& outcome);
/// The same for whom an error's own text is enough.
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

/// Sets the version rows without running anything, and records that they are right, also where they are so
/// already. `purge` forgets the rows that are there first, whatever they say.
Outcome stamp(Session& session, const revision::Graph& graph, std::span<const std::string> targets,
              bool purge, const Listener& listener);

/// Takes the SQL of applied revisions as their files have it now: it is no longer told as changed. The
/// revisions of which there was a record. Throws UsageError for one that is not applied.
std::vector<std::string> accept(Session& session, const revision::Graph& graph,
                                std::span<const std::string> targets, const Listener& listener);

/// Creates the version table if it is missing; true when it did.
bool ensure_version(Session& session);

} // namespace pgmend::migrate
