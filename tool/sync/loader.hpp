#pragma once

#include "pg/connection.hpp"
#include "sync/issue.hpp"
#include "sync/keyed_sequencer.hpp"
#include "sync/rejects.hpp"
#include "sync/settings.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace pgmend::sync {

/// Writes issues to the database by batches, several at a time on connections of their own, while the caller
/// goes on reading. A batch is one transaction. What the server refuses is narrowed down to the issue, by the
/// line that it names or by halving; that goes to the reject file, and the rest is written. A batch that
/// failed for a passing reason is tried again; a commit whose answer was lost is looked up.
class Loader {
  public:
    /// `run` is the row of tracker_sync_logs that counts the batches.
    Loader(const pg::Dsn& dsn, const Settings& settings, std::string run, RejectFile& rejects);
    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;
    /// Gives up what has not been written.
    ~Loader();

    /// Takes an issue; waits while too many are waiting to be written. Throws what made the writing fail.
    void add(RawIssue issue);
    /// Writes what is left. Throws what made the writing fail.
    void finish();
    Totals totals() const;

  private:
    using Batch = std::vector<RawIssue>;
    struct Numbered {
        std::size_t number = 0;
        Batch issues;
    };
    class Worker;

    void hand_over();
    bool take(Numbered& batch);
    void work();
    void fail(std::exception_ptr error);
    void add_totals(const Totals& totals);

    pg::Dsn dsn_;
    Settings settings_;
    std::string run_;
    RejectFile& rejects_;
    KeyedSequencer sequencer_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Numbered> waiting_;
    Batch gathered_;
    std::size_t gathered_bytes_ = 0;
    std::size_t numbers_given_ = 0;
    bool no_more_ = false;
    std::exception_ptr failure_;
    Totals totals_;
    std::vector<std::thread> threads_;
};

} // namespace pgmend::sync
