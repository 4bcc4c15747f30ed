#include "migrate/judge.hpp"
#include "migrate/judged.hpp"
#include "migrate/section_session.hpp"
#include "migrate/step_frame.hpp"
#include "pg/pipeline.hpp"

#include <chrono>
#include <deque>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

/// Sends the steps and keeps which outcome belongs to which statement.
class Sender {
  public:
    /// Of a step: how many outcomes it has, and which of them are those of its statements.
    struct Sent {
        std::size_t outcomes = 0;
        std::map<std::size_t, const PlannedStatement*> statements; ///< by outcome
        std::size_t ledger = 0;                                    ///< the outcome of the record; 0 = none
    };

    /// `texts` takes what is made up here, which must live as long as the pipeline.
    Sender(Execution& execution, pg::Pipeline& pipeline, std::deque<std::string>& texts, bool prepares)
        : execution_(execution), pipeline_(pipeline), texts_(texts), prepares_(prepares),
          lock_sql_(keep(execution.session.version_table().lock_sql())) {}

    Sent send(const PlannedStep& step, const std::vector<std::string>& rows, bool create, bool durable) {
        before_ = pipeline_.pending();
        sent_ = {};
        const auto& table = execution_.session.version_table();
        const auto settings = transaction_settings(step);
        for (auto& query : begin_queries(execution_, step, durable))
            settings == 0 ? send_own(std::move(query)) : pipeline_.send(std::move(query));
        if (create)
            pipeline_.send({.sql = keep(table.create_sql())});
        send_own({.sql = lock_sql_});
        for (auto& query : table.change_queries(rows, step.step.changes))
            send_own(std::move(query));
        for (auto i = settings; i < step.statements.size(); ++i)
            send(step.statements[i]);
        const bool changed = leaves_session_changed(step);
        if (execution_.ledger.enabled()) {
            if (changed)
                send_texts(role_resets());
            send_own(execution_.ledger.insert_query(entry_of(step, skipped_in(step))));
            sent_.ledger = pipeline_.pending() - before_ - 1;
        }
        if (changed && execution_.session.pooled())
            send_texts(session_resets(step, execution_.session));
        pipeline_.send({.sql = "COMMIT"});
        if (changed && !execution_.session.pooled()) {
            pipeline_.send({.sql = "BEGIN"});
            send_texts(session_resets(step, execution_.session));
            pipeline_.send({.sql = "COMMIT"});
        }
        sent_.outcomes = pipeline_.pending() - before_;
        return std::move(sent_);
    }

    /// What the server passes over by itself: DROP IF EXISTS of what is gone.
    static std::size_t skipped_in(const PlannedStep& step) {
        std::size_t skipped = 0;
        for (const auto& planned : step.statements)
            skipped += planned.action == Action::skip ? 1 : 0;
        return skipped;
    }

  private:
    void send(const PlannedStatement& planned) {
        const auto& timeout = planned.statement.directives.timeout;
        for (const auto& effect : planned.guards) {
            note(planned);
            send_own(catalog::guard(effect));
        }
        if (timeout)
            pipeline_.send({.sql = keep(fmt::format("SET LOCAL statement_timeout = {}", timeout->count()))});
        note(planned);
        pipeline_.send({.sql = planned.statement.sql, .location = planned.location});
        if (timeout)
            pipeline_.send(
                {.sql = keep(fmt::format("SET LOCAL statement_timeout = {}",
                                         execution_.session.settings().statement_timeout.count()))});
    }

    void note(const PlannedStatement& planned) {
        // A query that is yet to be prepared has two outcomes, of which the second one counts.
        sent_.statements[pipeline_.pending() - before_] = &planned;
    }

    void send_texts(const std::vector<std::string>& texts) {
        for (const auto& text : texts)
            pipeline_.send({.sql = keep(text)});
    }

    /// What every step needs is parsed and planned by the server once. Not by a proxy's, which may give the
    /// next transaction to a server that knows nothing of it.
    void send_own(pg::Query query) {
        if (prepares_) {
            auto [found, is_new] = names_.try_emplace(query.sql);
            if (is_new) {
                found->second = keep(execution_.session.new_statement_name());
                pipeline_.send_prepare(std::string(found->second), query.sql);
            }
            query.prepared = found->second;
        }
        pipeline_.send(std::move(query));
    }

    std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

    Execution& execution_;
    pg::Pipeline& pipeline_;
    std::deque<std::string>& texts_;
    bool prepares_;
    std::string_view lock_sql_;
    std::map<std::string_view, std::string_view> names_; // of prepared statements, by their text
    std::size_t before_ = 0;
    Sent sent_;
};

/// Whether the step is to be done again, statement by statement: the server has met something that is there
/// already or is gone, and the statement itself may be the one to make or to drop it.
bool is_worth_a_look(const pg::SqlError& error, const PlannedStatement* planned) {
    if (catalog::is_met(error))
        return true;
    return planned != nullptr && is_judged(planned->statement) && says_existence(error, planned->statement);
}

void notify_skips(const Execution& execution, const PlannedStep& step) {
    for (const auto& planned : step.statements)
        if (planned.action == Action::skip)
            execution.listener.notify(
                fmt::format("{}: {} {}: skipped", step.id(), describe(planned.object), planned.reason));
}

} // namespace

FastEnd execute_fast(Execution& execution, std::span<const PlannedStep> steps, bool last_of_plan) {
    std::optional<pg::SqlError> error;
    const PlannedStep* failed = nullptr;
    const PlannedStatement* refused = nullptr;
    std::deque<std::string> texts;
    {
        pg::Pipeline pipeline(execution.session.connection());
        Sender sender(execution, pipeline, texts, steps.size() > 3 && !execution.session.pooled());
        std::vector<Sender::Sent> sent;
        auto rows = execution.rows;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const bool durable = last_of_plan && i + 1 == steps.size();
            sent.push_back(sender.send(steps[i], rows, i == 0 && execution.create_version_table, durable));
            rows = steps[i].step.rows_after;
        }
        auto began = std::chrono::steady_clock::now();
        pipeline.sync();
        for (std::size_t i = 0; i < steps.size() && !failed; ++i) {
            std::optional<double> on_server;
            for (std::size_t k = 0; k < sent[i].outcomes && !failed; ++k) {
                auto outcome = pipeline.next();
                if (outcome.error) {
                    error = std::move(outcome.error);
                    failed = &steps[i];
                    const auto found = sent[i].statements.find(k);
                    refused = found == sent[i].statements.end() ? nullptr : found->second;
                } else if (sent[i].ledger == k && k > 0 && outcome.ok()) {
                    // Answers come in bursts, so the server's own clock tells how long the step took.
                    on_server = outcome.result.get<double>(0, 1);
                }
            }
            const auto now = std::chrono::steady_clock::now();
            const std::chrono::duration<double, std::milli> here = now - std::exchange(began, now);
            if (!failed)
                notify_skips(execution, steps[i]);
            if (!failed)
                finish(execution, steps[i], Sender::skipped_in(steps[i]), on_server.value_or(here.count()));
        }
    }
    if (!failed)
        return FastEnd::done;
    // DEALLOCATE ALL in a revision also removes our prepared statements.
    if (error->is(pg::sqlstate::invalid_statement_name) ||
        (!execution.as_written && is_worth_a_look(*error, refused))) {
        roll_back(execution);
        return FastEnd::needs_care;
    }
    give_up(execution, *failed, *error);
}

} // namespace pgmend::migrate
