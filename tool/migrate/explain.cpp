#include "migrate/explain.hpp"

#include "catalog/facts.hpp"
#include "lint/lint.hpp"
#include "statement/impact.hpp"
#include "statement/parse_tree.hpp"

#include <algorithm>

namespace pgmend::migrate {
namespace {

using statement::Facts;
using statement::Work;

/// Tries sub-commands on copies; the transaction for that is opened when the first one is worth it.
class Trials {
  public:
    explicit Trials(Session& session) : session_(session) {}
    Trials(const Trials&) = delete;
    Trials& operator=(const Trials&) = delete;
    ~Trials() {
        try {
            if (open_ && session_.connection().alive())
                session_.connection().run("ROLLBACK");
        } catch (const Error&) { // NOLINT: a connection that is broken will be noticed by its next use
        }
    }

    std::optional<bool> rewrites(const statement::Statement& part) {
        if (session_.read_only() || part.effects.empty())
            return std::nullopt;
        if (!open_) {
            session_.begin(false);
            open_ = true;
        }
        return catalog::rewrites(session_.connection(), part);
    }

  private:
    Session& session_;
    bool open_ = false;
};

bool is_alter_table(const statement::Node& node) {
    return node.node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT;
}

/// The relation that the statement is about: of those that are there the first.
const statement::RelationFacts* main_relation(const statement::Statement& statement, const Facts& facts) {
    for (const auto& effect : statement.effects) {
        const auto& object = effect.object;
        const auto* found = object.relation.empty() ? facts.find(object.schema, object.name)
                                                    : facts.find(object.relation_schema, object.relation);
        if (found != nullptr)
            return found;
    }
    for (const auto& relation : statement.relations)
        if (const auto* found = facts.find(relation.schema, relation.name))
            return found;
    return nullptr;
}

Cost cost_of(const statement::Statement& statement, const Facts& facts,
             const std::vector<std::optional<bool>>& tried) {
    const auto outcome = statement::parse(statement.sql);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr)
        return {.work = Work::unknown};
    auto impact = statement::impact(*node, &facts);
    Cost cost{.locks = std::move(impact.locks), .work = impact.work, .note = std::move(impact.note)};
    const bool rewritten = std::ranges::find(tried, std::optional(true)) != tried.end();
    const bool untouched = std::ranges::find(tried, std::optional(false)) != tried.end();
    if (is_alter_table(*node) && rewritten) {
        cost.work = Work::rewrite;
        cost.note.clear();
    } else if (is_alter_table(*node) && untouched &&
               (cost.work == Work::unknown || cost.work == Work::rewrite)) {
        cost.work = Work::instant;
        cost.note.clear();
    }
    // All of it is on tables that the plan itself makes.
    if (cost.locks.empty() && !statement.relations.empty() && cost.work != Work::rows)
        cost = {};
    if (const auto* relation = main_relation(statement, facts)) {
        cost.relation = relation->name;
        cost.bytes = relation->bytes;
        cost.rows = relation->rows;
    }
    return cost;
}

void explain_step(PlannedStep& step, const Facts& facts, Trials& trials) {
    lint::Section section{.transaction = step.one_transaction() || step.segments.size() > 1,
                          .reverting = step.step.direction == revision::Step::Direction::down,
                          .server_major = facts.server_major,
                          .facts = &facts};
    for (const auto& planned : step.statements)
        section.statements.push_back(planned.statement);
    for (std::size_t i = 0; i < step.statements.size(); ++i) {
        auto& planned = step.statements[i];
        if (planned.action == Action::skip || planned.action == Action::conflict)
            continue;
        std::vector<std::optional<bool>> tried;
        const lint::Options options{.rewrites = [&](const statement::Statement& part) {
            tried.push_back(trials.rewrites(part));
            return tried.back();
        }};
        planned.hazards = lint::lint_statement(section, i, planned.location.file, options);
        planned.cost = cost_of(planned.statement, facts, tried);
    }
}

} // namespace

void explain(Plan& plan, Session& session) {
    std::vector<const statement::Statement*> statements;
    for (const auto& step : plan.steps)
        for (const auto& planned : step.statements)
            statements.push_back(&planned.statement);
    const auto facts = catalog::read_facts(session.connection(), statements);
    Trials trials(session);
    for (auto& step : plan.steps)
        explain_step(step, facts, trials);
}

} // namespace pgmend::migrate
