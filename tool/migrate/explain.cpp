#include "migrate/explain.hpp"

#include "catalog/facts.hpp"
#include "lint/lint.hpp"
#include "statement/impact.hpp"
#include "statement/parse_tree.hpp"
#include "statement/statement_queries.hpp"

#include <algorithm>
#include <map>

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

    std::optional<bool> rewrites(const statement::Statement& part, const Facts& facts) {
        if (session_.read_only() || part.effects.empty())
            return std::nullopt;
        const auto change = types_in(part, facts);
        if (change.empty())
            return try_it(part);
        if (const auto known = by_types_.find(change); known != by_types_.end())
            return known->second;
        const auto outcome = try_it(part);
        if (outcome) // what the server refuses may lie with the table: a default that has no such type
            by_types_.emplace(change, *outcome);
        return outcome;
    }

  private:
    /// The types that a change of type is from and to, which decide alone; empty where more does.
    static std::string types_in(const statement::Statement& part, const Facts& facts) {
        const auto change = statement::type_change(part);
        const auto* table = change ? facts.find(change->table.schema, change->table.name) : nullptr;
        if (table == nullptr || (table->kind != 'r' && table->kind != 'p') ||
            !table->types.contains(change->column))
            return {};
        return table->types.at(change->column) + '\n' + change->type;
    }

    std::optional<bool> try_it(const statement::Statement& part) {
        if (!open_) {
            session_.begin(false);
            open_ = true;
        }
        return catalog::rewrites(session_.connection(), part);
    }

    Session& session_;
    std::map<std::string, bool> by_types_;
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
    const auto outcome = statement::parse(statement);
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

/// The column of "CHECK (c IS NOT NULL)"; empty for others.
std::string guarded_column(const PgQuery__Constraint& check) {
    if (check.contype != PG_QUERY__CONSTR_TYPE__CONSTR_CHECK ||
        check.raw_expr->node_case != PG_QUERY__NODE__NODE_NULL_TEST ||
        check.raw_expr->null_test->nulltesttype != PG_QUERY__NULL_TEST_TYPE__IS_NOT_NULL ||
        check.raw_expr->null_test->arg->node_case != PG_QUERY__NODE__NODE_COLUMN_REF)
        return {};
    const auto& column = *check.raw_expr->null_test->arg->column_ref;
    const auto* last = column.fields[column.n_fields - 1];
    return last->node_case == PG_QUERY__NODE__NODE_STRING ? last->string->sval : std::string();
}

void learn_constraint(statement::RelationFacts& table, const PgQuery__Constraint& added, Facts& facts) {
    if (*added.conname == '\0')
        return;
    auto& known = table.constraints[added.conname];
    known.validated = added.skip_validation == 0;
    if (added.contype == PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN) {
        known.type = 'f';
        const auto* partner = facts.find(added.pktable->schemaname, added.pktable->relname);
        known.references = partner != nullptr ? partner->name : added.pktable->relname;
    } else if (auto column = guarded_column(added); !column.empty()) {
        known.type = 'c';
        known.guards = std::move(column);
        if (known.validated)
            table.not_null[known.guards] = true;
    }
}

/// What is true for the statements behind this one: constraints that are there then, and columns without
/// NULL.
void learn(Facts& facts, const statement::Statement& statement) {
    const auto outcome = statement::parse(statement);
    const auto* node = statement::only_statement(outcome.tree);
    if (node == nullptr || !is_alter_table(*node))
        return;
    const auto& stmt = *node->alter_table_stmt;
    const auto found = facts.relations.find({stmt.relation->schemaname, stmt.relation->relname});
    if (found == facts.relations.end())
        return;
    auto& table = found->second;
    for (const auto* one : statement::items(stmt.cmds, stmt.n_cmds)) {
        const auto& command = *one->alter_table_cmd;
        if (command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull)
            table.not_null[command.name] = true;
        if (command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint)
            learn_constraint(table, *command.def->constraint, facts);
        if (command.subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint)
            continue;
        auto& known = table.constraints[command.name];
        known.validated = true;
        if (!known.guards.empty())
            table.not_null[known.guards] = true;
    }
}

/// A key made over its index: the rewrite has proved before that its columns hold no NULL.
void trust_recipe(PlannedStatement& planned) {
    std::erase_if(planned.hazards,
                  [](const lint::Finding& finding) { return finding.rule == "primary-key-using-index"; });
    if (planned.cost.work == Work::unknown) {
        planned.cost.work = Work::instant;
        planned.cost.note.clear();
    }
}

void explain_step(PlannedStep& step, const VersionTable& table, Facts& facts, Trials& trials) {
    lint::Section section{.transaction = step.one_transaction() || step.segments.size() > 1,
                          .reverting = step.step.direction == revision::Step::Direction::down,
                          .server_major = facts.server_major,
                          .facts = &facts,
                          .version_table = table.name(),
                          .version_schema = table.schema()};
    for (const auto& segment : step.segments)
        section.transaction_starts.push_back(segment.first);
    std::vector<std::optional<bool>> tried;
    lint::SectionLinter linter(std::move(section), step.step.revision->path,
                               {.rewrites = [&](const statement::Statement& part) {
                                   tried.push_back(trials.rewrites(part, facts));
                                   return tried.back();
                               }});
    for (auto& planned : step.statements) {
        if (planned.action == Action::skip || planned.action == Action::conflict) {
            linter.skip();
            continue;
        }
        tried.clear();
        planned.hazards = linter.next(planned.statement);
        planned.cost = cost_of(planned.statement, facts, tried);
        if (!planned.original_sql.empty() && !statement::constraint_index(planned.statement).empty())
            trust_recipe(planned);
        learn(facts, planned.statement);
    }
}

} // namespace

void explain(Plan& plan, Session& session) {
    std::vector<const statement::Statement*> statements;
    for (const auto& step : plan.steps)
        for (const auto& planned : step.statements)
            statements.push_back(&planned.statement);
    auto facts = catalog::read_facts(session.connection(), statements);
    Trials trials(session);
    for (auto& step : plan.steps)
        explain_step(step, session.version_table(), facts, trials);
}

} // namespace pgmend::migrate
