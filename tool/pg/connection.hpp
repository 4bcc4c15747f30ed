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

/// One statement with the values of its parameters and, for messages, the place where its text stands.
struct Query {
    std::string_view sql;
    Parameters parameters = {};
    SourceLocation location = {};
    /// The name of a statement prepared before; then `sql` serves messages only.
    std::string_view prepared = {};
    /// Where in this program the statement is run, for the error journal.
    std::source_location call = std::source_location::current();
};

/// A connection to a server. Every wait in it ends at once when the user asks to stop: the statement is
/// cancelled on the server by libpq's cancel request, and its failure comes out as an SqlError with exit code
/// 130. Not thread-safe; move only.
class Connection {
  public:
    /// Connects; throws SqlError (exit code 3) with a hint that says what to look at.
    static Connection open(const Dsn& dsn, const ConnectOptions& options = {});
    /// Waits for what was begun; as open() otherwise.
    static Connection open(Connecting&& connecting);

    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    /// Runs one statement by the extended protocol and waits for its result. Throws SqlError.
    Result run(const Query& query);
    Result run(std::string_view sql, Parameters parameters = {},
               std::source_location call = std::source_location::current()) {
        return run(Query{.sql = sql, .parameters = std::move(parameters), .call = call});
    }
    /// Runs a text of several statements by the simple protocol; the last result comes back.
    Result run_script(std::string_view sql, const SourceLocation& location = {},
                      std::source_location call = std::source_location::current());
    void prepare(const std::string& name, std::string_view sql);

    /// As server_version_num: 150004 = 15.4.
    int server_version() const noexcept;
    /// The pid that the server named at connection time; a proxy invents one.
    int backend_pid() const noexcept;
    bool in_transaction() const noexcept;
    bool in_failed_transaction() const noexcept;
    bool encrypted() const noexcept; ///< by TLS or GSSAPI
    /// False when the server or the network has gone.
    bool alive() const noexcept;
    /// A parameter that the server reports by itself ("TimeZone", "in_hot_standby"); empty when it does not.
    std::string parameter_status(const char* name) const;
    std::string database() const;
    std::string host() const;

    /// Called for each notice and warning as it comes in; without a handler they are kept for take_notices().
    void on_notice(std::function<void(const Notice&)> handler);
    std::vector<Notice> take_notices();

    /// Lets the statement in flight finish despite so many of the user's requests to stop; only the next one
    /// cancels it. The default is 0.
    void ignore_interrupts(int requests) noexcept;

    /// libpq's handle, for the other files of this module.
    pg_conn* raw() const noexcept;
    /// Waits until the socket can be read (or also written), watching the user's request to stop: the first
    /// request cancels what runs on the server, and waiting goes on for the server's answer.
    void wait(bool for_write);
    /// The next result of what was sent, without blocking the user's request to stop; null at the end.
    pg_result* next_raw();
    /// The error that a result holds. In a transaction that has failed already it is the error which it
    /// failed by, never 25P02; what has failed is told to the listener of failure.hpp.
    SqlError error_of(const pg_result* raw, const Query& query) const;
    /// Takes note of a statement that went well: one that begins or ends a transaction, or goes back to a
    /// savepoint, leaves the cause of an earlier failure behind.
    void note_success(const pg_result* raw) const noexcept;

  private:
    struct Impl;
    explicit Connection(std::unique_ptr<Impl> impl);
    /// The last result of what was sent, or its first error thrown; everything up to the end is read, except
    /// when a COPY FROM STDIN begins and the caller serves it.
    Result collect(const Query& query, bool serves_copy);
    std::unique_ptr<Impl> impl_;
};

} // namespace pgmend::pg
