#pragma once

#include "migrate/ledger.hpp"
#include "migrate/plan.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"

#include <set>
#include <span>

namespace pgmend::migrate {

/// Thrown if another process has migrated since the plan was made. Nothing of the current step was done; a
/// new plan is needed.
struct VersionMoved {};

/// State that all ways of execution share.
struct Execution {
    Session& session;
    Ledger& ledger;
    const Listener& listener;
    std::vector<Applied>& applied;          ///< grows with each step done
    std::vector<std::string> rows;          ///< of the version table, as they are after the last step done
    bool create_version_table = false;      ///< still to be done, by the first step
    std::set<std::string> begun = {};       ///< revisions that an earlier run has left half done
    const revision::Graph* graph = nullptr; ///< what the files have made; null: they do not tell
    bool as_written = false; ///< whether an object exists already is not asked: an error of the server is one
};

/// The direction in the ledger: "up" or "down".
std::string direction_word(revision::Step::Direction direction);

/// Why fast execution stopped before the last step.
enum class FastEnd {
    done,
    needs_care ///< the next step creates an object that exists, or drops one that does not
};

/// Runs steps in pipeline mode, each in its own transaction, all in one round trip. After an error, the steps
/// before it are committed, and the others are not done. Finished steps are appended to `applied`. Throws
/// SqlError, VersionMoved.
FastEnd execute_fast(Execution& execution, std::span<const PlannedStep> steps, bool last_of_plan);

/// Runs one step in one transaction, statement by statement. Before each statement, it examines the objects
/// that the statement would create or drop. Throws SqlError, Error (for a conflict; the transaction is rolled
/// back), VersionMoved.
void execute_stepwise(Execution& execution, const PlannedStep& step);

/// Runs one step segment by segment, because some of its statements cannot share a transaction. The ledger
/// records which statements are done, so that the same call continues after an interruption. Throws like
/// execute_stepwise().
void execute_segments(Execution& execution, const PlannedStep& step);

/// The ledger entry of a finished step.
LedgerEntry entry_of(const PlannedStep& step, std::size_t skipped);

/// Whether the error was caused by another process that migrated first: the version row has changed, or the
/// version table or its row was created meanwhile.
bool lost_a_race(const pg::SqlError& error, const VersionTable& table);

/// Adds the revision to the error of one of its statements.
pg::SqlError of_revision(const pg::SqlError& error, const std::string& revision);

/// Runs a statement of a step, with its own timeout if the file sets one. Afterward, the timeout of the
/// session applies again.
void run_statement(Session& session, const PlannedStatement& planned, const std::vector<std::string>& sql);

} // namespace pgmend::migrate
