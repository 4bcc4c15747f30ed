#pragma once

#include "catalog/watch.hpp"
#include "migrate/plan.hpp"
#include "migrate/session.hpp"

#include <atomic>
#include <optional>

namespace pgmend::migrate {

/// Observes the execution of a plan. For a statement that runs longer than two seconds, it shows the position
/// in the file, the run time, and what the server reports, over a separate connection that is opened only
/// then. It also reports a commit that waits for a synchronous standby. A statement that waits for the lock
/// of this process is canceled, because it would wait indefinitely.
class StatementWatch {
  public:
    /// The value of `done` while the plan may still change.
    static constexpr std::size_t preparing = static_cast<std::size_t>(-1);

    /// `done` counts the finished steps of the plan; `lock_pid` is the session that holds the lock of this
    /// process.
    StatementWatch(Session& session, const Plan& plan, const std::atomic<std::size_t>& done, int lock_pid,
                   const Listener& listener);

    /// Whether a statement was canceled because it waited for the lock of this process.
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
    std::optional<catalog::Watch> watch_; // must be the last member, because its thread uses the others
};

} // namespace pgmend::migrate
