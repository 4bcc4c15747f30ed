#include "migrate/witnesses.hpp"

#include "catalog/existence.hpp"
#include "migrate/ledger_queries.hpp"
#include "pg/pipeline.hpp"
#include "sql/queries.hpp"
#include "state/own_schema.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

using statement::Effect;
using statement::ObjectKind;
using statement::ObjectName;
using statement::Verb;

/// The statements of revisions that the ledger calls applied, and what the catalog must hold of them: what
/// the last statement on a name says if the ledger is right, what was there before the first if the version
/// table is.
class Evidence {
  public:
    explicit Evidence(std::string default_schema) : default_schema_(std::move(default_schema)) {}

    void add(const statement::Statement& statement) {
        // What code does no effect tells; and CASCADE takes along what no effect names.
        const bool cascades = std::ranges::any_of(statement.effects, &Effect::cascade);
        if (cascades || statement.category == statement::Category::unknown || runs_code(statement))
            for (auto& [key, trace] : traces_)
                trace.may_be_gone = true;
        for (const auto& effect : statement.effects)
            add(effect);
    }

    /// True when the catalog shows that the revisions have been taken back: all that can be told of says so,
    /// and something can.
    bool is_undone(pg::Connection& connection) const {
        std::vector<Effect> asked;
        std::vector<const Trace*> traces;
        for (const auto& [key, trace] : traces_) {
            if (moved_.contains(key) || moved_.contains(trace.relation) || trace.tells_nothing())
                continue;
            asked.push_back(trace.first);
            traces.push_back(&trace);
        }
        const auto existing = catalog::find_existing(connection, asked);
        bool undone = false;
        for (std::size_t i = 0; i < traces.size(); ++i) {
            const auto says = traces[i]->says(existing[i].present());
            if (says == Says::applied)
                return false;
            undone = undone || says == Says::undone;
        }
        return undone;
    }

  private:
    enum class Says { nothing, applied, undone };

    struct Trace {
        Effect first;
        Verb last = Verb::create;
        std::string relation; ///< the key of what it is on
        bool may_be_gone = false;

        bool before_is_known() const { return !first.if_exists && !first.if_not_exists && !first.or_replace; }
        bool tells_nothing() const {
            // Made and dropped again, or dropped and made again: it is the same either way.
            return before_is_known() && first.verb != last;
        }
        Says says(bool present) const {
            if (present == (last == Verb::create))
                return before_is_known() ? Says::applied : Says::nothing;
            return !present && may_be_gone ? Says::nothing : Says::undone;
        }
    };

    static bool runs_code(const statement::Statement& statement) {
        return statement.category == statement::Category::data && statement.relations.empty();
    }

    void add(const Effect& effect) {
        const auto name = key(effect.object);
        const bool moves = !effect.new_name.empty() || !effect.new_schema.empty();
        if (moves) {
            auto moved = effect.object;
            if (!effect.new_name.empty())
                moved.name = effect.new_name;
            if (!effect.new_schema.empty())
                moved.schema = effect.new_schema;
            moved_.insert(name);
            moved_.insert(key(moved));
        }
        if (effect.verb == Verb::alter || effect.object.name.empty() ||
            effect.object.kind == ObjectKind::comment || !catalog::is_checked(effect))
            return;
        if (effect.verb == Verb::drop && effect.object.relation.empty())
            dropped_relation(name);
        auto [found, is_new] = traces_.try_emplace(
            name, Trace{.first = effect, .last = effect.verb, .relation = relation_key(effect.object)});
        found->second.last = effect.verb;
        found->second.may_be_gone = false;
    }

    /// What was on it went with it.
    void dropped_relation(const std::string& relation) {
        std::erase_if(traces_, [&](const auto& entry) { return entry.second.relation == relation; });
    }

    std::string schema(const std::string& given) const { return given.empty() ? default_schema_ : given; }
    std::string relation_key(const ObjectName& object) const {
        return object.relation.empty()
                   ? std::string()
                   : fmt::format("{}\x1f{}", schema(object.relation_schema), object.relation);
    }
    std::string key(const ObjectName& object) const {
        if (!object.relation.empty() && object.kind != ObjectKind::index)
            return fmt::format("{}\x1f{}", relation_key(object), object.name);
        return fmt::format("{}\x1f{}", schema(object.schema.empty() ? object.relation_schema : object.schema),
                           object.name);
    }

    std::string default_schema_;
    std::map<std::string, Trace> traces_;
    std::set<std::string> moved_;
};

/// Rows and records at one moment.
struct Snapshot {
    std::vector<std::string> rows;
    std::set<std::string> applied;
    std::map<std::string, std::string> when; ///< of each applied revision
};

Snapshot take_snapshot(Session& session) {
    auto& connection = session.connection();
    const auto rows_sql = session.version_table().select_sql();
    const auto recorded = recorded_query(session);
    const auto times_sql = state::in_schema(sql::ledger_times, session.settings().pgmend_schema);
    Snapshot snapshot;
    pg::Pipeline pipeline(connection);
    pipeline.send({.sql = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"});
    if (session.has_version_table())
        pipeline.send({.sql = rows_sql});
    pipeline.send(recorded.query());
    pipeline.send({.sql = times_sql, .parameters = {recorded.version_table}});
    pipeline.send({.sql = "COMMIT"});
    pipeline.sync();
    pipeline.expect();
    if (session.has_version_table()) {
        const auto rows = pipeline.expect();
        for (std::size_t row = 0; row < rows.rows(); ++row)
            snapshot.rows.push_back(rows.get<std::string>(row, 0));
    }
    snapshot.applied = applied_by(records_of(pipeline.expect(), session));
    const auto times = pipeline.expect();
    for (std::size_t row = 0; row < times.rows(); ++row)
        snapshot.when.emplace(times.get<std::string>(row, 0), times.get<std::string>(row, 1));
    pipeline.expect();
    return snapshot;
}

/// One without a statement, as merges are, may be run twice.
std::vector<const PlannedStep*> applied_steps(const Plan& plan, const std::set<std::string>& applied) {
    std::vector<const PlannedStep*> steps;
    for (const auto& step : plan.steps)
        if (!step.statements.empty() && applied.contains(step.id()))
            steps.push_back(&step);
    return steps;
}

/// The rows that the version table would have if the ledger were right.
std::vector<std::string> rows_by(const revision::Graph& graph, const Snapshot& snapshot) {
    std::vector<revision::Node> applied;
    for (const auto& id : snapshot.rows)
        if (const auto* revision = graph.find(id))
            applied.push_back(graph.node(*revision));
    for (const auto& id : snapshot.applied)
        if (const auto* revision = graph.find(id))
            applied.push_back(graph.node(*revision));
    std::vector<revision::Node> parents;
    for (const auto node : applied)
        parents.insert(parents.end(), graph.parents()[node].begin(), graph.parents()[node].end());
    const auto below = graph.ancestors(parents);
    std::ranges::sort(applied);
    std::vector<std::string> rows;
    for (const auto node : applied)
        if (!below[node] && (rows.empty() || rows.back() != graph.id(node)))
            rows.push_back(graph.id(node));
    return rows;
}

std::string joined(const std::vector<std::string>& ids, std::string_view separator) {
    return ids.empty() ? "base" : fmt::format("{}", fmt::join(ids, separator));
}

Error behind(const std::vector<const PlannedStep*>& steps, const revision::Graph& graph,
             const Snapshot& snapshot) {
    constexpr std::size_t max_steps = 10;
    std::string detail;
    for (std::size_t i = 0; i < std::min(steps.size(), max_steps); ++i) {
        const auto when = snapshot.when.find(steps[i]->id());
        detail += fmt::format("{}{} was applied {}", i == 0 ? "" : "\n", steps[i]->id(),
                              when == snapshot.when.end() ? "" : when->second);
    }
    if (steps.size() > max_steps)
        detail += fmt::format("\nand {} more", steps.size() - max_steps);
    return Error(fmt::format("the version table is at {}, but {} recorded as applied after it",
                             joined(snapshot.rows, ", "),
                             steps.size() == 1 ? "a revision is"
                                               : fmt::format("{} revisions are", steps.size())),
                 ExitCode::conflict)
        .with_detail(std::move(detail))
        .with_hint(
            fmt::format("find the actual revision with 'pgmend locate'; then use 'pgmend stamp {}' if the "
                        "record is right, or 'pgmend stamp {}' if the version table is right",
                        joined(rows_by(graph, snapshot), " "), joined(snapshot.rows, " ")));
}

} // namespace

std::optional<Error> contradiction(const Plan& plan, const revision::Graph& graph, Session& session) {
    if (!session.recorded() || plan.steps.empty() || plan.direction != revision::Step::Direction::up ||
        applied_steps(plan, applied_by(records_of(*session.recorded(), session))).empty())
        return std::nullopt;
    const auto snapshot = take_snapshot(session);
    const auto steps = applied_steps(plan, snapshot.applied);
    if (steps.empty() || !std::ranges::is_permutation(snapshot.rows, plan.from))
        return std::nullopt;
    Evidence evidence(session.schema());
    for (const auto* step : steps)
        for (const auto& planned : step->statements)
            evidence.add(planned.statement);
    if (evidence.is_undone(session.connection()))
        return std::nullopt;
    return behind(steps, graph, snapshot);
}

} // namespace pgmend::migrate
