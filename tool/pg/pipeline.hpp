#pragma once

#include "pg/connection.hpp"

#include <cstddef>
#include <deque>
#include <optional>

namespace pgmend::pg {

/// libpq's pipeline mode (PostgreSQL manual 34.5). Statements are sent without waiting for the results of
/// earlier ones, so a batch takes one round trip. Results are read in order. After an error, the server skips
/// everything up to the next sync().
///
/// Sending cannot deadlock with a server that waits for its results to be read: results are read whenever the
/// socket does not accept more data. At the end of its scope, a Pipeline reads the remaining results and
/// returns the connection to normal mode.
class Pipeline {
  public:
    explicit Pipeline(Connection& connection);
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;
    ~Pipeline();

    /// Queues a statement. Its text must be valid until its outcome has been read.
    void send(Query query);
    /// Queues the preparation of a named statement.
    void send_prepare(const std::string& name, std::string_view sql);
    /// Ends a batch. Errors before it do not affect what is sent after it.
    void sync();

    /// The outcome of one statement, preparation or sync().
    struct Outcome {
        Result result;
        std::optional<SqlError> error;
        bool aborted = false; ///< skipped, because something before it in the batch has failed
        bool is_sync = false;
        bool ok() const noexcept { return !error && !aborted; }
    };
    /// The next outcome, in the order of sending. Calling it more often than something was sent is a logic
    /// error.
    Outcome next();
    /// How many outcomes have not been read yet.
    std::size_t pending() const noexcept { return sent_.size(); }
    /// The result of the next outcome. Throws its error.
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
    std::size_t unflushed_ = 0; ///< approximate number of bytes
};

} // namespace pgmend::pg
