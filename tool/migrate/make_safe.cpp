#include "migrate/make_safe.hpp"

#include "catalog/facts.hpp"
#include "migrate/judge.hpp"
#include "pg/quote.hpp"
#include "sql/queries.hpp"
#include "statement/online_steps.hpp"
#include "statement/split.hpp"
#include "statement/statement_queries.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace pgmend::migrate {
namespace {

using statement::ObjectName;
using statement::OnlineStep;

/// Names of partitioned tables that statements make.
class Partitioned {
  public:
    void note(const statement::Statement& statement) {
        if (const auto table = statement::made_partitioned(statement))
            tables_.insert({table->schema, table->name});
    }
    bool contains(const ObjectName& table) const { return tables_.contains({table.schema, table.name}); }

  private:
    std::set<std::pair<std::string, std::string>> tables_;
};

/// PostgreSQL 14.0 to 14.3 could leave rows out of an index that was built concurrently (release notes of
/// 14.4).
bool builds_concurrently(const pg::Connection& connection) {
    const auto version = connection.server_version();
    return version < 140000 || version >= 140004;
}

bool is_taken(pg::Connection& connection, const ObjectName& object) {
    const auto row =
        connection.run(sql::name_taken, {pg::quote_qualified(object.relation_schema, object.relation),
                                         object.name, object.kind == statement::ObjectKind::index});
    return row.get<bool>(0, 0);
}

/// Puts the steps in the place of what they stand for.
void replace(PlannedStep& step, std::vector<OnlineStep> safe) {
    std::vector<PlannedStatement> statements;
    for (auto& planned : step.statements)
        step.original_statements.push_back(planned.statement);
    for (auto& one : safe) {
        auto& source = step.statements[one.source];
        if (!one.rewritten) {
            statements.push_back(std::move(source));
            continue;
        }
        statements.push_back({.statement = std::move(one.statement),
                              .location = source.location,
                              .source = one.source,
                              .original_sql = step.original_statements[one.source].sql,
                              .own_transaction = one.own_transaction,
                              .undo = std::move(one.undo)});
    }
    step.statements = std::move(statements);
}

/// Goes through the plan's sections in their order.
class Maker {
  public:
    Maker(statement::SafetyContext context, statement::NameChooser names)
        : context_(std::move(context)), names_(std::move(names)) {
        context_.is_partitioned = [this](const ObjectName& table) { return partitioned.contains(table); };
    }

    Partitioned partitioned;

    /// `reduced`: the statement without what is done of it already.
    void make(PlannedStep& step, bool cut_rows,
              const std::function<statement::Statement(const PlannedStatement&)>& reduced) {
        std::vector<statement::Statement> section;
        for (const auto& planned : step.statements)
            section.push_back(reduced(planned));
        const bool rows = std::ranges::any_of(
            section, [](const auto& one) { return one.category == statement::Category::data; });
        context_.is_kept = [&](std::size_t index) {
            const auto action = step.statements[index].action;
            return action == Action::skip || action == Action::conflict || (rows && !cut_rows);
        };
        for (const auto& one : section)
            partitioned.note(one);
        auto safe = statement::online_steps(section, context_, names_);
        if (std::ranges::none_of(safe, &OnlineStep::rewritten))
            return;
        replace(step, std::move(safe));
        step.segments = segments_of(step.statements, is_one_by_one(step));
    }

  private:
    static bool is_one_by_one(const PlannedStep& step) {
        const auto& revision = *step.step.revision;
        const auto& section =
            step.step.direction == revision::Step::Direction::up ? revision.up : revision.down;
        return !section->transaction;
    }

    statement::SafetyContext context_;
    statement::NameChooser names_;
};

/// An ALTER TABLE without those of its sub-commands that are done already.
statement::Statement left_of(Session& session, const PlannedStep& step, const PlannedStatement& planned) {
    std::vector<statement::Statement> section;
    for (const auto* one = &planned; one < step.statements.data() + step.statements.size(); ++one)
        section.push_back(one->statement);
    OwnHistory history(nullptr, {});
    session.begin(false);
    try {
        Judge judge(session.connection(), section, session.schema(), history);
        auto left = judge.left_of(0);
        session.connection().run("ROLLBACK");
        return left;
    } catch (...) {
        if (session.connection().alive() && session.connection().in_transaction())
            session.connection().run("ROLLBACK");
        throw;
    }
}

} // namespace

void make_safe(Plan& plan, Session& session, bool has_ledger) {
    auto& connection = session.connection();
    std::vector<const statement::Statement*> statements;
    for (const auto& step : plan.steps)
        for (const auto& planned : step.statements)
            statements.push_back(&planned.statement);
    const auto facts = catalog::read_facts(connection, statements);
    Maker maker({.facts = &facts, .builds_concurrently = builds_concurrently(connection)},
                statement::NameChooser([&](const ObjectName& object) { return is_taken(connection, object); },
                                       session.schema()));
    for (auto& step : plan.steps)
        maker.make(step, has_ledger, [&](const PlannedStatement& planned) {
            const bool in_part = planned.action == Action::run && !planned.reason.empty();
            return in_part ? left_of(session, step, planned) : planned.statement;
        });
    plan.safe = true;
}

void make_safe(Plan& plan, const revision::Graph& graph) {
    Maker maker({}, statement::NameChooser([](const ObjectName&) { return false; }));
    for (const auto& revision : graph.revisions())
        if (revision.up)
            for (const auto& one : statement::split(revision.up->sql, {.file = revision.path}))
                maker.partitioned.note(one);
    for (auto& step : plan.steps)
        maker.make(step, true, [](const PlannedStatement& planned) { return planned.statement; });
    plan.safe = true;
}

} // namespace pgmend::migrate
