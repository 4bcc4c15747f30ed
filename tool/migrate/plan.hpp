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

/// What is to be done with a statement.
enum class Action {
    run,
    skip,     ///< what it makes is there and equal, or what it drops is gone
    conflict, ///< what it makes is there and different
    in_turn   ///< decided when it is its turn: an earlier statement may change what it meets
};

std::string_view to_string(Action action);

/// What a statement costs others.
struct Cost {
    std::vector<statement::RelationLock> locks; ///< the strongest first; none on what the plan makes itself
    statement::Work work = statement::Work::instant;
    std::string note; ///< what decides about the work
    std::string
        relation; ///< that the statement is about, as the server writes it; empty = none that is there
    long long bytes = 0;
    long long rows = -1; ///< an estimate; -1 = not known
};

/// A statement of a step with the action for it.
struct PlannedStatement {
    statement::Statement statement;
    SourceLocation location;
    Action action = Action::run;
    statement::ObjectName object; ///< what it creates or drops; empty name = none that is checked
    std::string reason;           ///< why it is not simply run
    std::vector<catalog::Difference> differences;
    std::string left_by;                   ///< of a conflict: the later revision that leaves it as it is
    Cost cost;                             ///< filled in by explain()
    std::vector<lint::Finding> hazards;    ///< filled in by explain()
    std::size_t source = 0;                ///< which of the section's own statements it is, or stands for
    std::string original_sql;              ///< of that one if this replaces it; else empty
    bool own_transaction = false;          ///< in a transaction of its own
    std::vector<statement::Effect> guards; ///< what must not be there when it is run in a pipeline
    std::string undo; ///< takes its source's part back when the rows do not fit; empty = nothing to take back
};

/// Consecutive statements [first, last) that share a transaction, or one that runs outside of any.
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
    std::vector<Segment> segments;       ///< one when the whole section is one transaction
    std::string checksum;                ///< of the section that is run
    std::optional<std::string> down_sql; ///< kept in the ledger on the way up
    bool stepwise = false;               ///< some of its objects are there or gone: statement by statement
    std::vector<statement::Statement> original_statements; ///< the section's own, if others replace them

    const std::string& id() const { return step.revision->id; }
    /// How many statements the section has in its file; what the ledger counts.
    std::size_t size() const {
        return original_statements.empty() ? statements.size() : original_statements.size();
    }
    /// The section's first statements, as its file has them.
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
    bool safe = false; ///< make_safe() has been here
};

/// The plan as far as the files tell: statements split, segments cut, every action `run`. Throws UsageError
/// for a section that cannot be read or, on the way down, is missing.
Plan draft(const revision::Steps& steps, const std::vector<std::string>& rows);

/// The transactions of a section's statements.
std::vector<Segment> segments_of(const std::vector<PlannedStatement>& statements, bool one_by_one);

/// The first conflict of a plan as an error (exit code 5) that shows the difference attribute by attribute;
/// nothing when there is none.
std::optional<Error> conflict_error(const Plan& plan);
Error conflict_error(const PlannedStatement& statement, const std::string& revision);

/// "column", "materialized view"
std::string_view kind_name(statement::ObjectKind kind);
/// "public.t.c", quoted where SQL would need it.
std::string name_of(const statement::ObjectName& object);
/// "column public.t.c", "index i".
std::string describe(const statement::ObjectName& object);

} // namespace pgmend::migrate
