#pragma once

#include "migrate/execute.hpp"
#include "migrate/lock.hpp"
#include "migrate/migrate.hpp"
#include "migrate/statement_watch.hpp"

#include <atomic>
#include <functional>
#include <optional>

namespace pgmend::migrate {

/// The steps from the version table's rows to the target.
using MakeSteps = std::function<revision::Steps(const std::vector<std::string>&)>;

/// Plans and executes under the lock until nothing is left to do: after a lock that was not to be had, after
/// another migrator, and after the loss of the connection.
class Runner {
  public:
    Runner(Session& session, const revision::Graph& graph, const MakeSteps& make_steps,
           const Listener& listener, Outcome& outcome);
    ~Runner();
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    void run(Plan plan);

  private:
    void question(const Plan& plan);
    bool renew(Plan& plan);
    std::optional<revision::Steps> rest(const std::vector<std::string>& rows) const;
    void attempt(Plan& plan);
    void carry_out(Execution& execution, Plan& plan, const StatementWatch& watch);
    void give_way(Error& error, const Plan& plan);
    void connect_again(pg::SqlError& error, const Plan& plan);
    void record_committed_steps(const Plan& plan);
    const PlannedStep* in_hand(const Plan& plan) const;
    void hear_warning(const pg::Notice& notice);
    void tell_applied(const Applied& applied);

    Session& session_;
    const revision::Graph& graph_;
    const MakeSteps& make_steps_;
    const Listener& listener_;
    Listener inner_; ///< for those who execute: the watch shows the progress, not they
    Outcome& outcome_;
    std::optional<Ledger> ledger_;
    std::optional<MigrationLock> lock_;
    std::vector<revision::Step> steps_; ///< of the last plan made
    std::size_t before_ = 0;            ///< how much was applied before the attempt in hand
    std::atomic<std::size_t> done_{0};  ///< steps of the attempt in hand
    bool questioned_ = false;
    int failures_ = 0;
    std::string lost_in_; ///< the revision in which the connection was lost last
    std::string last_warning_;
    std::atomic<bool> unreplicated_{false}; ///< the user has ended the wait for a synchronous standby
};

} // namespace pgmend::migrate
