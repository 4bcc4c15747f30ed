#pragma once

#include "migrate/execute.hpp"
#include "migrate/lock.hpp"
#include "migrate/migrate.hpp"
#include "migrate/statement_watch.hpp"

#include <atomic>
#include <functional>
#include <optional>

namespace pgmend::migrate {

/// Returns the steps from the rows of the version table to the target.
using MakeSteps = std::function<revision::Steps(const std::vector<std::string>&)>;

/// Plans and executes while holding the lock, until nothing is left to do. Tries again after a lock timeout,
/// after the migration of another process, and after a lost connection.
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
    Listener inner_; ///< the listener of execution, without progress, which the watch shows
    Outcome& outcome_;
    std::optional<Ledger> ledger_;
    std::optional<MigrationLock> lock_;
    std::vector<revision::Step> steps_; ///< steps of the last plan
    std::size_t before_ = 0;            ///< how many revisions were applied before the current attempt
    std::atomic<std::size_t> done_{0};  ///< finished steps of the current attempt
    bool questioned_ = false;
    int failures_ = 0;
    std::string lost_in_; ///< the revision in which the connection was last lost
    std::string last_warning_;
    std::atomic<bool> unreplicated_{false}; ///< the user has canceled the wait for a synchronous standby
};

} // namespace pgmend::migrate
