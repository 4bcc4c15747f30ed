#include "migrate/planner.hpp"

#include "catalog/compare_other.hpp"
#include "catalog/setting.hpp"
#include "migrate/checks.hpp"
#include "migrate/judge.hpp"
#include "migrate/judged.hpp"
#include "migrate/later_state.hpp"
#include "migrate/ledger_queries.hpp"
#include "migrate/look_up.hpp"
#include "migrate/nameless.hpp"
#include "migrate/resumable_artifact.hpp"
#include "migrate/unfinished.hpp"
#include "statement/retarget.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

using catalog::Existing;
using statement::Effect;
using statement::Verb;

/// Whether what the statement creates gets another name or schema later in its section, under which it may be
/// there.
bool is_renamed_behind(const PlannedStep& step, std::size_t index) {
    const auto& effects = step.statements[index].statement.effects;
    if (effects.empty() || effects.front().verb != Verb::create || effects.front().object.name.empty())
        return false;
    return std::any_of(step.statements.begin() + static_cast<std::ptrdiff_t>(index) + 1,
                       step.statements.end(), [&](const PlannedStatement& later) {
                           return std::ranges::any_of(later.statement.effects, [&](const Effect& effect) {
                               return moves(effect) && effect.object.name == effects.front().object.name;
                           });
                       });
}

/// What is known of a statement before it is compared with anything.
enum class Outlook { run, look, in_turn };

class Predictor {
  public:
    Predictor(Plan& plan, Session& session, const revision::Graph* graph)
        : plan_(plan), session_(session), graph_(graph),
          history_(graph, plan.from, [&session] { return taken_back(session); }) {}

    void run() {
        facts_ = look_up(plan_, session_.connection());
        resumable_artifacts_ = has_resumable_artifacts();
        find_resumed();
        std::size_t first = 0;
        for (auto& step : plan_.steps) {
            predict(step, first);
            first += step.statements.size();
            for (const auto& planned : step.statements)
                history_.expect(planned.statement);
        }
    }

  private:
    /// Checks that a stopped run with --rewrite-safe has left.
    bool has_resumable_artifacts() {
        const auto any = [](const PlannedStep& step) {
            return std::ranges::any_of(
                step.statements, [](const auto& one) { return may_have_resumable_artifact(one.statement); });
        };
        return std::ranges::any_of(plan_.steps, any) && checks_are_left(session_.connection());
    }

    /// Only a revision of several transactions can be interrupted halfway.
    void find_resumed() {
        if (graph_ == nullptr || !session_.has_ledger() ||
            std::ranges::all_of(plan_.steps, &PlannedStep::one_transaction))
            return;
        const bool up = plan_.direction == revision::Step::Direction::up;
        for (const auto& one : find_unfinished(session_, *graph_))
            if (one.direction == (up ? "up" : "down"))
                resumed_.emplace(one.revision, one.done);
    }

    std::size_t done_before(const PlannedStep& step) const {
        const auto found = resumed_.find(step.id());
        return found == resumed_.end() || step.one_transaction() ? 0 : found->second;
    }

    void predict(PlannedStep& step, std::size_t first) {
        touched_.end_section();
        std::vector<statement::Statement> section;
        std::optional<Judge> judge;
        std::set<std::size_t> done;
        bool rows = false;
        const bool renames = std::ranges::any_of(step.statements, [](const PlannedStatement& one) {
            return std::ranges::any_of(one.statement.effects, moves);
        });
        for (std::size_t i = 0; i < step.statements.size(); ++i) {
            auto& planned = step.statements[i];
            planned.reason.clear();
            planned.left_by.clear();
            planned.action = Action::run;
            if (planned.source < done_before(step)) {
                note(planned, {.action = Action::skip, .reason = "was done before the interruption"});
                continue;
            }
            if (done.contains(i)) {
                note(planned, {.action = Action::skip,
                               .reason = "is already done by the statement that creates its object"});
                continue;
            }
            auto outlook = outlook_of(planned.statement, facts_[first + i]);
            if (renames && outlook == Outlook::run && is_renamed_behind(step, i))
                outlook = touched_.anything() ? Outlook::in_turn : Outlook::look;
            if (outlook == Outlook::run)
                outlook = outlook_of_refusal(planned.statement, facts_[first + i]);
            if (outlook == Outlook::look && conflict_)
                outlook = Outlook::in_turn;
            if (outlook == Outlook::in_turn)
                planned.action = Action::in_turn;
            if (outlook == Outlook::look) {
                if (!judge) {
                    for (const auto& one : step.statements)
                        section.push_back(one.statement);
                    judge.emplace(session_.connection(), section, session_.schema(), history_);
                }
                look(step, i, *judge, facts_[first + i], done);
            }
            if (planned.action == Action::skip)
                continue;
            planned.guards = guards_of(planned.statement);
            // What rows have taken of sequences is not given back when the step is done again.
            step.stepwise = step.stepwise || (rows && !planned.guards.empty());
            rows = rows || planned.statement.category == statement::Category::data;
            touched_.add(planned.statement);
            if (judge)
                judge->ran(i);
        }
    }

    /// What the server would pass over in silence, or make a second time.
    std::vector<Effect> guards_of(const statement::Statement& statement) const {
        std::vector<Effect> guards;
        if (!is_judged(statement))
            return guards;
        bool nameless = false;
        for (const auto& effect : statement.effects) {
            if (effect.verb != Verb::create || !catalog::is_checked(effect))
                continue;
            if (effect.if_not_exists)
                guards.push_back(effect);
            nameless =
                nameless || (effect.object.name.empty() && !touched_.made_relation(effect.object.relation));
        }
        if (nameless)
            for (const auto& part : statement::split_alter_table(statement))
                if (auto probe = default_name_of(part))
                    guards.push_back(*std::move(probe));
        return guards;
    }

    void look(PlannedStep& step, std::size_t i, Judge& judge, const Facts& facts,
              std::set<std::size_t>& done) {
        auto& planned = step.statements[i];
        begin();
        const auto decision = judge.decide(i, step.statements.size(), facts.existing);
        note(planned, decision);
        if (!decision.warning.empty())
            plan_.warnings.push_back(fmt::format("{}: {}", step.id(), decision.warning));
        if (decision.action == Action::conflict && !decision.differences.empty())
            planned.left_by = later_state(session_, step, i, decision.object, graph_);
        conflict_ = conflict_ || decision.action == Action::conflict;
        done.insert(decision.done.begin(), decision.done.end());
        const bool as_the_server = decision.action == Action::skip &&
                                   std::ranges::all_of(planned.statement.effects, [](const Effect& effect) {
                                       return effect.verb == Verb::drop && effect.if_exists;
                                   });
        step.stepwise = step.stepwise ||
                        (!as_the_server && (decision.action == Action::skip || !decision.reason.empty()));
    }

    Outlook outlook_of(const statement::Statement& statement, const Facts& facts) const {
        if (!is_judged(statement))
            return Outlook::run;
        auto result =
            resumable_artifacts_ && may_have_resumable_artifact(statement) ? Outlook::look : Outlook::run;
        for (std::size_t i = 0; i < statement.effects.size(); ++i) {
            const auto one = outlook_of(statement.effects[i], facts.existing[i], facts);
            if (one == Outlook::in_turn)
                return one;
            if (one == Outlook::look)
                result = one;
        }
        return result;
    }

    /// Of what only the server's refusal tells that it is there, or so, already.
    Outlook outlook_of_refusal(const statement::Statement& statement, const Facts& facts) const {
        if (!is_judged(statement))
            return Outlook::run;
        if (catalog::needs_compare_other(statement))
            return Outlook::in_turn;
        if (!catalog::may_be_so_already(statement))
            return Outlook::run;
        for (std::size_t i = 0; i < statement.effects.size(); ++i)
            if (touched_.disturbed() || touched_.covers(statement.effects[i], facts.existing[i]))
                return Outlook::in_turn;
        return catalog::is_so_already(session_.connection(), statement, facts.existing) ? Outlook::in_turn
                                                                                        : Outlook::run;
    }

    Outlook outlook_of(const Effect& effect, const Existing& existing, const Facts& facts) const {
        if (!catalog::is_checked(effect) || effect.or_replace)
            return Outlook::run;
        const bool nameless = effect.object.name.empty();
        if (effect.verb == Verb::create) {
            if (nameless &&
                (touched_.made_relation(effect.object.relation) || (facts.by_name && !facts.name_taken)))
                return Outlook::run;
            if (nameless && existing.present() && touched_.has_changed(effect.object.relation))
                return Outlook::in_turn;
            if (!existing.present())
                return touched_.may_exist(effect) ? Outlook::in_turn : Outlook::run;
            return touched_.disturbed() || touched_.may_differ(effect, existing) ? Outlook::in_turn
                                                                                 : Outlook::look;
        }
        const bool needed = effect.verb == Verb::drop || moves(effect);
        if (!needed || (!existing.present() && touched_.is_made(effect.object)))
            return Outlook::run;
        if (existing.present())
            return touched_.may_be_gone(effect, existing) ? Outlook::in_turn : Outlook::run;
        const bool in_new_table = touched_.made_relation(effect.object.relation);
        return in_new_table || touched_.may_be_made_along(effect.object) || touched_.may_exist(effect)
                   ? Outlook::in_turn
                   : Outlook::look;
    }

    void begin() {
        if (!transaction_)
            transaction_.emplace(session_);
    }

    /// Ends with a rollback, if there is one to end.
    struct Open {
        explicit Open(Session& opened) : session(opened) { session.begin(false); }
        Open(const Open&) = delete;
        Open& operator=(const Open&) = delete;
        ~Open() {
            try {
                if (session.connection().alive() && session.connection().in_transaction())
                    session.connection().run("ROLLBACK");
            } catch (const Error&) { // NOLINT: whoever uses the connection next will hear of it
            }
        }
        Session& session;
    };

    Plan& plan_;
    Session& session_;
    const revision::Graph* graph_;
    OwnHistory history_;
    std::vector<Facts> facts_;
    std::map<std::string, std::size_t> resumed_; ///< by revision: how many statements are done
    Touched touched_;
    std::optional<Open> transaction_;
    bool resumable_artifacts_ = false;
    bool conflict_ = false;
};

} // namespace

void complete(Plan& plan, Session& session, const revision::Graph* graph) {
    check_syntax(plan, session.connection());
    check_version_table(plan, session);
    Predictor(plan, session, graph).run();
}

} // namespace pgmend::migrate
