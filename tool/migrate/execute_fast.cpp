#include "migrate/careful.hpp"

#include "pg/pipeline.hpp"

#include <deque>
#include <map>

#include <fmt/format.h>

namespace pgmend::migrate {
namespace {

/// Sends the steps and counts how many outcomes belong to each.
class Sender {
  public:
    /// `texts` takes what is made up here, which must live as long as the pipeline.
    Sender(Execution& execution, pg::Pipeline& pipeline, std::deque<std::string>& texts, bool prepares)
        : execution_(execution), pipeline_(pipeline), texts_(texts), prepares_(prepares),
          lock_sql_(keep(execution.session.version_table().lock_sql())) {}

    std::size_t send(const PlannedStep& step, const std::vector<std::string>& rows, bool create,
                     bool lasting) {
        const auto before = pipeline_.pending();
        const auto& table = execution_.session.version_table();
        for (auto& query : execution_.session.begin_queries(lasting))
            send_own(std::move(query));
        if (create)
            pipeline_.send({.sql = keep(table.create_sql())});
        send_own({.sql = lock_sql_});
        for (auto& query : table.change_queries(rows, step.step.changes))
            send_own(std::move(query));
        for (const auto& planned : step.statements)
            send(planned);
        if (execution_.ledger.enabled())
            send_own(execution_.ledger.insert_query(entry_of(step, 0)));
        pipeline_.send({.sql = "COMMIT"});
        return pipeline_.pending() - before;
    }

  private:
    void send(const PlannedStatement& planned) {
        const auto& timeout = planned.statement.directives.timeout;
        if (timeout)
            pipeline_.send({.sql = keep(fmt::format("SET LOCAL statement_timeout = {}", timeout->count()))});
        pipeline_.send({.sql = planned.statement.sql, .location = planned.location});
        if (timeout)
            pipeline_.send(
                {.sql = keep(fmt::format("SET LOCAL statement_timeout = {}",
                                         execution_.session.settings().statement_timeout.count()))});
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
};

} // namespace

FastEnd execute_fast(Execution& execution, std::span<const PlannedStep> steps, bool last_of_plan) {
    std::optional<pg::SqlError> error;
    const PlannedStep* failed = nullptr;
    std::deque<std::string> texts;
    {
        pg::Pipeline pipeline(execution.session.connection());
        Sender sender(execution, pipeline, texts, steps.size() > 3 && !execution.session.pooled());
        std::vector<std::size_t> outcomes;
        auto rows = execution.rows;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const bool lasting = last_of_plan && i + 1 == steps.size();
            outcomes.push_back(
                sender.send(steps[i], rows, i == 0 && execution.create_version_table, lasting));
            rows = steps[i].step.rows_after;
        }
        pipeline.sync();
        for (std::size_t i = 0; i < steps.size() && !failed; ++i) {
            double milliseconds = 0;
            for (std::size_t k = 0; k < outcomes[i] && !failed; ++k) {
                auto outcome = pipeline.next();
                if (!outcome.error) {
                    // Answers come in bursts, so the server's own clock tells how long the step took.
                    if (k + 2 == outcomes[i] && execution.ledger.enabled() && outcome.ok())
                        milliseconds = outcome.result.get<double>(0, 1);
                    continue;
                }
                error = std::move(outcome.error);
                failed = &steps[i];
            }
            if (failed)
                break;
            finish(execution, steps[i], 0, milliseconds);
        }
    }
    if (!failed)
        return FastEnd::done;
    // A revision's DEALLOCATE ALL takes our prepared statements, too.
    if ((is_existence(*error) && !error->location().file.empty()) ||
        error->is(pg::sqlstate::invalid_statement_name)) {
        roll_back(execution);
        return FastEnd::needs_care;
    }
    give_up(execution, *failed, *error);
}

} // namespace pgmend::migrate
