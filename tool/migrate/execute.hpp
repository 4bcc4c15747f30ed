#pragma once

#include "migrate/ledger.hpp"
#include "migrate/plan.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"

#include <set>
#include <span>

namespace pgmend::migrate {

/// Somebody else has migrated since the plan was made: nothing of the step in hand was done; plan again.
struct VersionMoved {};

/// What the ways of executing share.
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

/// As the ledger says it: "up" or "down".
std::string direction_word(revision::Step::Direction direction);

/// Why the fast way stopped before its last step.
enum class FastEnd {
    done,
    needs_care ///< the next step met an object that is there already, or is gone
};

/// Runs steps in pipeline mode, each its own transaction, all in one round trip. An error at one of them
/// leaves those before committed and the rest undone. `applied` grows by the steps done. Throws SqlError,
/// VersionMoved.
FastEnd execute_fast(Execution& execution, std::span<const PlannedStep> steps, bool last_of_plan);

/// Runs one step in one transaction, statement by statement, each after a look at what it would create or
/// drop. Throws SqlError, Error (a conflict; the transaction is rolled back), VersionMoved.
void execute_stepwise(Execution& execution, const PlannedStep& step);

/// Runs one step segment by segment: some of its statements cannot share a transaction. The ledger remembers
/// which are done, so that the same call goes on after an interruption. Throws as execute_stepwise() does.
void execute_segments(Execution& execution, const PlannedStep& step);

/// What the ledger says of a step that is done.
LedgerEntry entry_of(const PlannedStep& step, std::size_t skipped);

/// Whether the error comes of another migrator having been faster: the version row has moved, or the version
/// table or its row was created meanwhile.
bool lost_a_race(const pg::SqlError& error, const VersionTable& table);

/// Adds the revision to an error of one of its statements.
pg::SqlError of_revision(const pg::SqlError& error, const std::string& revision);

/// Runs a step's statement, with its timeout if the file gives one; behind it the session's own holds again.
void run_statement(Session& session, const PlannedStatement& planned, const std::vector<std::string>& sql);

} // namespace pgmend::migrate
