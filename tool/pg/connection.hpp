#pragma once

#include "base/error.hpp"
#include "pg/connecting.hpp"
#include "pg/parameters.hpp"
#include "pg/result.hpp"
#include "pg/sql_error.hpp"

#include <functional>
#include <memory>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

struct pg_conn;

namespace pgmend::pg {

/// A statement with its parameter values, and the position of its text in a file, for messages.
struct Query {
    std::string_view sql;
    Parameters parameters = {};
    SourceLocation location = {};
    /// The name of a prepared statement. If it is set, `sql` is used only for messages.
    std::string_view prepared = {};
    /// The place in pgmend that runs the statement, for the error journal.
    std::source_location call = std::source_location::current();
};

/// A connection to a server. Every wait ends immediately if the user asks to stop: the statement is canceled
/// on the server with libpq's cancel request, and SqlError with exit code 130 is thrown. Not thread-safe;
/// move only.
class Connection {
  public:
    /// Connects. Throws SqlError (exit code 3) with a hint about what to check.
    static Connection open(const Dsn& dsn, const ConnectOptions& options = {});
    /// Waits for a connection that was started earlier; otherwise like open() above.
    static Connection open(Connecting&& connecting);

    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    /// Runs one statement with the extended protocol and waits for its result. Throws SqlError.
    Result run(const Query& query);
    Result run(std::string_view sql, Parameters parameters = {},
               std::source_location call = std::source_location::current()) {
        return run(Query{.sql = sql, .parameters = std::move(parameters), .call = call});
    }
    /// Runs a text of several statements with the simple protocol. Returns the last result. Throws SqlError.
    Result run_script(std::string_view sql, const SourceLocation& location = {},
                      std::source_location call = std::source_location::current());
    void prepare(const std::string& name, std::string_view sql);

    /// As server_version_num: 150004 = 15.4.
    int server_version() const noexcept;
    /// The pid that the server sent when the connection was opened; a pooler sends one of its own.
    int backend_pid() const noexcept;
    bool in_transaction() const noexcept;
    bool in_failed_transaction() const noexcept;
    bool encrypted() const noexcept; ///< by TLS or GSSAPI
    /// Whether the connection is still open; false if the server or the network has failed.
    bool alive() const noexcept;
    /// A parameter that the server reports automatically ("TimeZone", "in_hot_standby"); empty if it does
    /// not.
    std::string parameter_status(const char* name) const;
    std::string database() const;
    std::string host() const;

    /// Sets a function that is called for each notice and warning. Without one, they are kept for
    /// take_notices().
    void on_notice(std::function<void(const Notice&)> handler);
    std::vector<Notice> take_notices();

    /// The next statement is not canceled by this number of requests to stop; only a further request cancels
    /// it. The default is 0.
    void ignore_interrupts(int requests) noexcept;

    /// libpq's handle, for other files of this module.
    pg_conn* raw() const noexcept;
    /// Waits until the socket is readable (or writable). Meanwhile, the first request of the user to stop
    /// cancels what runs on the server; the wait then continues until the server answers.
    void wait(bool for_write);
    /// The next result of what was sent; null at the end. Reacts to the user's request to stop while it
    /// waits.
    pg_result* next_raw();
    /// The error in a result. In a transaction that has already failed, it is the first error, never 25P02.
    /// The listener of failure.hpp is notified of each failure.
    SqlError error_of(const pg_result* raw, const Query& query) const;
    /// Records that a statement succeeded. If it begins or ends a transaction or returns to a savepoint, an
    /// earlier failure is forgotten.
    void note_success(const pg_result* raw) const noexcept;

  private:
    struct Impl;
    explicit Connection(std::unique_ptr<Impl> impl);
    /// Reads all results of what was sent. Returns the last one, or throws the first error. If a COPY FROM
    /// STDIN begins and `serves_copy` is set, it returns then.
    Result collect(const Query& query, bool serves_copy);
    std::unique_ptr<Impl> impl_;
};

} // namespace pgmend::pg
