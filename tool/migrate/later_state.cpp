#include "migrate/later_state.hpp"

#include "catalog/compare.hpp"
#include "revision/steps.hpp"
#include "statement/retarget.hpp"
#include "statement/split.hpp"
#include "statement/token.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace pgmend::migrate {
namespace {

using statement::ObjectName;
using statement::Statement;
using statement::Verb;

/// The statement, or the sub-command of an ALTER TABLE, that creates the object.
std::optional<Statement> creating(const Statement& statement, const ObjectName& object) {
    for (auto& part : statement::split_alter_table(statement)) {
        if (part.effects.empty() || part.effects.front().verb != Verb::create)
            continue;
        auto made = part.effects.front().object;
        if (made.name.empty()) // the server has chosen it
            made.name = object.name;
        if (made == object)
            return std::move(part);
    }
    return std::nullopt;
}

/// A section that goes on with those of later revisions, as far as they name the object.
class LongSection {
  public:
    LongSection(Statement first, const PlannedStep& step, std::size_t index) : statements_{std::move(first)} {
        for (auto i = index + 1; i < step.statements.size(); ++i)
            statements_.push_back(step.statements[i].statement);
        own_ = statements_.size();
    }

    void add(const revision::Revision& revision, const std::string& name) {
        if (!revision.up ||
            statement::fold(revision.up->sql).find(statement::fold(name)) == std::string::npos)
            return;
        auto more = statement::split(revision.up->sql, {.file = revision.path, .line = revision.up->line});
        std::ranges::move(more, std::back_inserter(statements_));
        ends_.emplace_back(statements_.size(), revision.id);
    }

    const std::vector<Statement>& statements() const { return statements_; }

    /// The revision of which the last of these statements is; empty for the section's own.
    std::string revision_of(const std::vector<std::size_t>& statements) const {
        const auto last = statements.empty() ? 0 : std::ranges::max(statements);
        if (last < own_)
            return {};
        return std::ranges::find_if(ends_, [&](const auto& end) { return last < end.first; })->second;
    }

  private:
    std::vector<Statement> statements_;
    std::size_t own_ = 0;
    std::vector<std::pair<std::size_t, std::string>> ends_; ///< the index behind a revision's last statement
};

} // namespace

std::string later_state(Session& session, const PlannedStep& step, std::size_t index,
                        const ObjectName& object, const revision::Graph* graph) {
    auto first = creating(step.statements[index].statement, object);
    if (!first || graph == nullptr || step.step.direction != revision::Step::Direction::up)
        return {};
    const auto effect = first->effects.front();
    try {
        LongSection section(*std::move(first), step, index);
        const auto& name = object.relation.empty() ? object.name : object.relation;
        for (const auto& later : revision::upgrade_steps(*graph, step.step.rows_after, "heads").steps)
            section.add(*later.revision, name);
        const auto comparison = catalog::compare_created(
            session.connection(),
            {.section = section.statements(),
             .index = 0,
             .existing = catalog::find_existing(session.connection(), std::span(&effect, 1)).front(),
             .default_schema = session.schema()});
        return comparison.equal() ? section.revision_of(comparison.done) : std::string();
    } catch (const Error& error) {
        if (pg::is_from_outside(error))
            throw;
        return {}; // the conflict is told all the same
    }
}

} // namespace pgmend::migrate
