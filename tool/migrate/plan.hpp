#pragma once

#include "catalog/difference.hpp"
#include "catalog/existence.hpp"
#include "lint/finding.hpp"
#include "revision/graph.hpp"
#include "revision/steps.hpp"
#include "statement/impact.hpp"
#include "statement/statement.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace pgmend::migrate {

/// What to do with a statement.
enum class Action {
    run,
    skip,     ///< its object exists and is identical, or the object to drop does not exist
    conflict, ///< its object exists and is different
    in_turn   ///< decided immediately before it is run, because an earlier statement may change the situation
};

std::string_view to_string(Action action);

/// How a statement affects other sessions.
struct Cost {
    /// The strongest first; without relations that the plan itself creates.
    std::vector<statement::RelationLock> locks;
    statement::Work work = statement::Work::instant;
    std::string note;     ///< why the work is what it is
    std::string relation; ///< the existing relation that the statement is about, as the server prints it;
                          ///< empty = none
    long long bytes = 0;
    long long rows = -1; ///< estimated number of rows; -1 = not known
};

/// A statement of a step, and what to do with it.
struct PlannedStatement {
    statement::Statement statement;
    SourceLocation location;
    Action action = Action::run;
    /// The object that it creates or drops; an empty name = none that is looked up.
    statement::ObjectName object;
    std::string reason; ///< why it is not simply run
    std::vector<catalog::Difference> differences;
    std::string left_by; ///< for a conflict: the later revision that leaves the object as it is
    Cost cost;           ///< filled in by explain()
    std::vector<lint::Finding> hazards; ///< filled in by explain()
    std::size_t source = 0;       ///< index of the statement in the section that it is, or that it replaces
    std::string original_sql;     ///< the text of that statement if this one replaces it; otherwise empty
    bool own_transaction = false; ///< runs in its own transaction
    std::vector<statement::Effect> guards; ///< objects that must not exist when it is run in a pipeline
    /// Undoes the steps of its source if rows violate a constraint; empty = nothing to undo.
    std::string undo;
};

/// Consecutive statements [first, last) that share a transaction, or one that runs outside a transaction.
struct Segment {
    std::size_t first = 0;
    std::size_t last = 0;
    bool transactional = true;

    bool operator==(const Segment&) const = default;
};

/// One revision to apply or undo.
struct PlannedStep {
    revision::Step step;
    std::vector<PlannedStatement> statements;
    std::vector<Segment> segments;       ///< one if the whole section is one transaction
    std::string checksum;                ///< checksum of the section that is run
    std::optional<std::string> down_sql; ///< stored in the ledger on the way up
    bool stepwise = false; ///< run statement by statement, because some of its objects exist or do not exist
    /// The statements of the section if others replace them.
    std::vector<statement::Statement> original_statements;

    const std::string& id() const { return step.revision->id; }
    /// The number of statements of the section in its file, which the ledger counts.
    std::size_t size() const {
        return original_statements.empty() ? statements.size() : original_statements.size();
    }
    /// The first statements of the section, as in its file.
    std::vector<statement::Statement> first(std::size_t count) const;
    bool one_transaction() const { return segments.size() == 1 && segments.front().transactional; }
};

/// What a command will do.
struct Plan {
    revision::Step::Direction direction = revision::Step::Direction::up;
    std::vector<std::string> from; ///< rows of the version table before
    std::vector<std::string> to;   ///< and after
    std::vector<PlannedStep> steps;
    std::vector<std::string> warnings;
    bool safe = false; ///< make_safe() was called
};

/// The plan as far as it follows from the files: sections are split into statements and segments, and the
/// action of all statements is `run`. Throws UsageError for a section that cannot be parsed or, on the way
/// down, is missing.
Plan draft(const revision::Steps& steps, const std::vector<std::string>& rows);

/// Divides the statements of a section into transactions.
std::vector<Segment> segments_of(const std::vector<PlannedStatement>& statements, bool one_by_one);

/// The first conflict of a plan as an error (exit code 5) that lists the differences; nothing if there is
/// none.
std::optional<Error> conflict_error(const Plan& plan);
Error conflict_error(const PlannedStatement& statement, const std::string& revision);

/// "column", "materialized view"
std::string_view kind_name(statement::ObjectKind kind);
/// "public.t.c", quoted where necessary.
std::string name_of(const statement::ObjectName& object);
/// "column public.t.c", "index i".
std::string describe(const statement::ObjectName& object);

} // namespace pgmend::migrate
