#include "statement/online_steps.hpp"

#include "statement/online_rewrites.hpp"
#include "statement/parse_tree.hpp"
#include "statement/retarget.hpp"
#include "statement/section_state.hpp"
#include "statement/token.hpp"

#include <algorithm>

namespace pgmend::statement {
namespace {

using Steps = std::vector<OnlineStep>;

bool disables_something(const Node* node) {
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)
        return false;
    const auto& stmt = *node->alter_table_stmt;
    return std::ranges::any_of(items(stmt.cmds, stmt.n_cmds), [](const Node* one) {
        switch (one->alter_table_cmd->subtype) {
        case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrig:
        case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigAll:
        case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigUser:
        case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableRule:
        case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableRowSecurity:
            return true;
        default:
            return false;
        }
    });
}

/// Settings, locks and the like that end with the transaction, and what others must not see in between.
bool needs_one_transaction(const Statement& statement) {
    if (statement.category == Category::session || statement.changes_session)
        return true;
    if (statement.category == Category::data)
        return std::ranges::any_of(scan(statement.sql).tokens, [](const Token& token) {
            return is_word(token, "set_config") || is_word(token, "pg_advisory_xact_lock");
        });
    const auto outcome = parse(statement);
    return disables_something(only_statement(outcome.tree));
}

/// Sub-commands that the server works off before those that a rewrite takes out of the same statement.
bool comes_first(const PgQuery__AlterTableCmd& command) {
    switch (command.subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStatistics:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStorage:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint:
        return true;
    default:
        return false;
    }
}

const std::string& sql_of(const OnlineStep& step) {
    return step.statement.sql;
}

struct OnlineRewrite {
    int rank = 0; ///< in the order in which the server would do it
    Steps steps;
};

/// Works through one section.
class Rewriter {
  public:
    Rewriter(std::span<const Statement> section, const SafetyContext& context, NameChooser& names)
        : section_(section), context_(context), names_(names), state_(context.facts) {}

    Steps run() {
        const bool whole = std::ranges::any_of(section_, needs_one_transaction);
        for (std::size_t i = 0; i < section_.size(); ++i) {
            const bool kept = context_.is_kept(i);
            auto steps = whole || kept ? Steps() : instead_of(section_[i]);
            if (steps.empty())
                steps.push_back({.statement = section_[i]});
            for (auto& step : steps) {
                step.source = i;
                // What a rewrite makes and drops again is nobody else's.
                if (!kept && !(step.rewritten && drops_helper(step.statement))) {
                    names_.note(step.statement);
                    state_.note(step.statement);
                }
                result_.push_back(std::move(step));
            }
        }
        return std::move(result_);
    }

  private:
    static bool drops_helper(const Statement& statement) {
        return statement.effects.size() == 1 && statement.effects.front().verb == Verb::drop &&
               statement.effects.front().object.name.ends_with(not_null_label);
    }

    Steps instead_of(const Statement& statement) {
        const auto outcome = parse(statement);
        const auto* node = only_statement(outcome.tree);
        if (node == nullptr)
            return {};
        switch (node->node_case) {
        case PG_QUERY__NODE__NODE_INDEX_STMT:
            return create_index(statement, *node->index_stmt);
        case PG_QUERY__NODE__NODE_DROP_STMT:
            return drop_index(statement, *node->drop_stmt);
        case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
            return alter_table(statement, *node->alter_table_stmt);
        default:
            return {};
        }
    }

    Steps create_index(const Statement& statement, const PgQuery__IndexStmt& index) {
        if (index.concurrent != 0 || index.relation->inh == 0 || !can_build_on(*index.relation, "rm") ||
            (index.unique != 0 && state_.dropped_uniqueness(*index.relation)))
            return {};
        std::string name;
        if (*index.idxname == '\0') {
            name = chosen(default_name(index));
            if (name.empty())
                return {};
        }
        return {index_concurrently(statement, name)};
    }

    Steps drop_index(const Statement& statement, const PgQuery__DropStmt& drop) {
        if (drop.remove_type != PG_QUERY__OBJECT_TYPE__OBJECT_INDEX || drop.concurrent != 0 ||
            drop.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE)
            return {};
        const bool possible = std::ranges::all_of(statement.effects, [&](const Effect& effect) {
            const auto& index = effect.object;
            const auto* facts = context_.facts ? context_.facts->find(index.schema, index.name) : nullptr;
            return !state_.made_index(index) && (facts == nullptr || facts->kind == 'i');
        });
        return possible ? drops_concurrently(statement) : Steps();
    }

    Steps alter_table(const Statement& statement, const PgQuery__AlterTableStmt& table) {
        if (table.objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE || table.missing_ok != 0 ||
            *table.relation->catalogname != '\0' || state_.made_table(*table.relation))
            return {};
        const auto parts = split_alter_table(statement);
        std::vector<OnlineRewrite> rewrites;
        std::string others;
        for (const auto& part : parts) {
            const auto outcome = parse(part);
            const auto& one = *only_statement(outcome.tree)->alter_table_stmt;
            const AlterPart alter{.statement = part, .table = one, .command = *one.cmds[0]->alter_table_cmd};
            if (auto rewrite = rewrite_for(alter); !rewrite.steps.empty())
                rewrites.push_back(std::move(rewrite));
            else if (parts.size() > 1 && !comes_first(alter.command))
                return {};
            else
                others += others.empty() ? part.sql : "," + part.sql.substr(alter_table_head(part));
        }
        if (rewrites.empty())
            return {};
        Steps steps;
        if (!others.empty())
            steps.push_back({.statement = with_sql(statement, others), .rewritten = true});
        std::ranges::stable_sort(rewrites, {}, &OnlineRewrite::rank);
        for (auto& rewrite : rewrites)
            for (auto& step : rewrite.steps)
                if (std::ranges::find(steps, step.statement.sql, sql_of) ==
                    steps.end()) // done once is enough
                    steps.push_back(std::move(step));
        return steps;
    }

    OnlineRewrite rewrite_for(const AlterPart& part) {
        if (part.command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull)
            return {.rank = 0, .steps = set_not_null(part, part.command.name)};
        if (part.command.subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint)
            return {};
        switch (part.command.def->constraint->contype) {
        case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
        case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
            return {.rank = 1, .steps = key(part)};
        case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
        case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
            return {.rank = 2, .steps = validated_constraint(part)};
        default:
            return {};
        }
    }

    Steps set_not_null(const AlterPart& part, const std::string& column) const {
        const auto* facts = facts_of(*part.table.relation);
        if (facts != nullptr && (facts->kind == 'r' || facts->kind == 'p')) {
            const auto found = facts->not_null.find(column);
            const auto helper = made_name(part.table.relation->relname, column, not_null_label);
            const bool begun = constraint_of(*facts, helper) != nullptr; // by a run that was stopped
            if (!begun && found != facts->not_null.end() && found->second)
                return {};
        } else if (facts != nullptr) {
            return {};
        }
        const auto& table = *part.table.relation;
        return state_.set_not_null(table, column) || only_of_many(part) ? Steps()
                                                                        : not_null_by_check(part, column);
    }

    Steps key(const AlterPart& part) {
        const auto& constraint = *part.command.def->constraint;
        const auto& table = *part.table.relation;
        const auto* facts = facts_of(table);
        const bool primary = constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
        if (*constraint.indexname != '\0' || !can_build_on(table, "r") || state_.dropped_uniqueness(table) ||
            (primary && facts != nullptr && !facts->partitions.empty()))
            return {};
        const auto name = name_of(part);
        if (name.empty())
            return {};
        Steps steps;
        if (primary)
            for (const auto* column : items(constraint.keys, constraint.n_keys))
                std::ranges::move(set_not_null(part, column->string->sval), std::back_inserter(steps));
        std::ranges::move(key_over_index(part, name), std::back_inserter(steps));
        return steps;
    }

    Steps validated_constraint(const AlterPart& part) {
        const auto& constraint = *part.command.def->constraint;
        const bool foreign = constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN;
        const bool possible =
            foreign ? is_one_of(*part.table.relation, "r") && is_one_of(*constraint.pktable, "r")
                    : is_one_of(*part.table.relation, "rp") && !only_of_many(part);
        if (constraint.skip_validation != 0 || !possible)
            return {};
        const auto name = name_of(part);
        return name.empty() ? Steps() : validated_separately(part, name);
    }

    std::string name_of(const AlterPart& part) {
        const auto& constraint = *part.command.def->constraint;
        return *constraint.conname != '\0' ? std::string(constraint.conname)
                                           : chosen(default_name(*part.table.relation, constraint));
    }

    std::string chosen(const std::optional<DefaultName>& name) {
        return name ? names_.choose(*name) : std::string();
    }

    const RelationFacts* facts_of(const PgQuery__RangeVar& table) const {
        return context_.facts ? context_.facts->find(table.schemaname, table.relname) : nullptr;
    }

    /// Whether the relation is of one of these kinds (pg_class.relkind), as far as that is known.
    bool is_one_of(const PgQuery__RangeVar& table, std::string_view kinds) const {
        if (const auto* facts = facts_of(table))
            return kinds.find(facts->kind) != std::string_view::npos;
        return kinds.find('p') != std::string_view::npos ||
               !context_.is_partitioned(relation_name(ObjectKind::table, &table));
    }

    bool can_build_on(const PgQuery__RangeVar& table, std::string_view kinds) const {
        return context_.builds_concurrently && *table.catalogname == '\0' && !state_.made_table(table) &&
               is_one_of(table, kinds);
    }

    /// ALTER TABLE ONLY on a table with children.
    bool only_of_many(const AlterPart& part) const {
        const auto* facts = facts_of(*part.table.relation);
        return part.table.relation->inh == 0 && facts != nullptr && !facts->partitions.empty();
    }

    static const ConstraintFacts* constraint_of(const RelationFacts& table, const std::string& name) {
        const auto found = table.constraints.find(name);
        return found == table.constraints.end() ? nullptr : &found->second;
    }

    std::span<const Statement> section_;
    const SafetyContext& context_;
    NameChooser& names_;
    Steps result_;
    SectionState state_;
};

} // namespace

std::vector<OnlineStep> online_steps(std::span<const Statement> section, const SafetyContext& context,
                                     NameChooser& names) {
    return Rewriter(section, context, names).run();
}

} // namespace pgmend::statement
