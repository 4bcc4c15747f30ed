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

/// Writes issues to the database in batches, several at a time over separate connections, while the caller
/// continues to read. A batch is one transaction. If the server rejects a batch, the issue is found by the
/// line number in the error or by halving the batch; it is written to the reject file, and the other issues
/// are written. A batch that fails for a transient reason is retried. If the answer to a commit is lost, the
/// server is asked whether it was committed.
class Loader {
  public:
    /// `run` is the id of the row in tracker_sync_logs that counts the batches.
    Loader(const pg::Dsn& dsn, const Settings& settings, std::string run, RejectFile& rejects);
    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;
    /// Discards issues that have not been written.
    ~Loader();

    /// Takes an issue. Waits while too many issues are queued. Throws the error that has stopped writing.
    void add(RawIssue issue);
    /// Writes the remaining issues. Throws the error that has stopped writing.
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
