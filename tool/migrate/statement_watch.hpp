#pragma once

#include "catalog/watch.hpp"
#include "migrate/plan.hpp"
#include "migrate/session.hpp"

#include <atomic>
#include <optional>

namespace pgmend::migrate {

/// Looks on while a plan is executed. Of a statement that runs longer than two seconds it shows the place,
/// the time and what the server tells, by a connection of its own, which is made only then. A commit that
/// waits for a synchronous standby is told of; a statement that waits for this process's own lock is
/// cancelled, since it would do so for ever.
class StatementWatch {
  public:
    /// What `done` says while the plan may still change.
    static constexpr std::size_t preparing = static_cast<std::size_t>(-1);

    /// `done` counts the plan's steps that are done; `lock_pid` is the session that holds our lock.
    StatementWatch(Session& session, const Plan& plan, const std::atomic<std::size_t>& done, int lock_pid,
                   const Listener& listener);

    /// Whether it has cancelled a statement.
    bool waited_for_itself() const noexcept { return waited_for_itself_; }

  private:
    void look(catalog::Watch& watch);
    void look_once(pg::Connection& connection);
    std::string place_of(const std::string& query) const;

    Session& session_;
    const Plan& plan_;
    const std::atomic<std::size_t>& done_;
    int pid_, lock_pid_;
    const Listener& listener_;
    bool standby_told_ = false;
    std::atomic<bool> waited_for_itself_{false};
    std::optional<catalog::Watch> watch_; // last: its thread uses the others
};

} // namespace pgmend::migrate
