#pragma once

#include "pg/connection.hpp"

#include <cstddef>
#include <deque>
#include <optional>

namespace pgmend::pg {

/// libpq's pipeline mode (PostgreSQL manual 34.5): statements are sent without waiting for the answers of
/// those before, so a batch costs one round trip. Results are read in order; after an error the server skips
/// everything up to the next sync().
///
/// Sending never deadlocks against a server that waits for us to read: answers are taken in whenever the
/// socket does not accept more. A Pipeline that goes out of scope reads what is left and returns the
/// connection to plain mode.
class Pipeline {
  public:
    explicit Pipeline(Connection& connection);
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;
    ~Pipeline();

    /// Queues a statement; its text must live until its outcome is read.
    void send(Query query);
    /// Queues the preparation of a named statement.
    void send_prepare(const std::string& name, std::string_view sql);
    /// Ends a batch: errors before it do not reach behind it.
    void sync();

    /// What became of one thing sent.
    struct Outcome {
        Result result;
        std::optional<SqlError> error;
        bool aborted = false; ///< skipped, because something before it in the batch failed
        bool is_sync = false;
        bool ok() const noexcept { return !error && !aborted; }
    };
    /// The outcome of the next thing sent, in order. Calling it more often than things were sent is a logic
    /// error.
    Outcome next();
    /// How many outcomes are still to be read.
    std::size_t pending() const noexcept { return sent_.size(); }
    /// The next outcome's result; throws its error.
    Result expect();

  private:
    struct Sent {
        Query query;
        bool is_sync = false;
    };
    void flush_some();
    void flush_if_many(std::size_t bytes);

    Connection& connection_;
    std::deque<Sent> sent_;
    std::size_t unflushed_ = 0; ///< bytes, roughly
};

} // namespace pgmend::pg
