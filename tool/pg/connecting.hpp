#pragma once

#include "pg/dsn.hpp"

#include <chrono>
#include <string>

struct pg_conn;

namespace pgmend::pg {

/// How to connect.
struct ConnectOptions {
    std::string application_name = "pgmend";
    /// How long transient failures (connection refused, server starting up, too many connections) are tried
    /// again, with jittered backoff.
    std::chrono::milliseconds retry_for{2000};
};

/// A connection that is being made while the caller does something else: the server starts the session's
/// process meanwhile, which costs it more than all the rest.
class Connecting {
  public:
    /// Begins; never waits, never throws for a server that cannot be reached: finish() does.
    explicit Connecting(Dsn dsn, ConnectOptions options = {});
    Connecting(Connecting&&) noexcept;
    Connecting& operator=(Connecting&&) noexcept;
    ~Connecting(); ///< gives up an attempt that was not finished

    const Dsn& dsn() const noexcept { return dsn_; }

    /// Waits for the connection, which is the caller's then; what fails for the moment is tried again. Throws
    /// SqlError (exit code 3) with a hint that says what to look at, Interrupted when the user asks to stop.
    pg_conn* finish();

  private:
    void restart(const Dsn& dsn);

    Dsn dsn_;
    ConnectOptions options_;
    pg_conn* raw_ = nullptr;
    int state_ = 0; ///< of raw_, as connect.hpp counts them
};

} // namespace pgmend::pg
