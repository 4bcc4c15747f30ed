#pragma once

#include "pg/dsn.hpp"

#include <chrono>
#include <string>

struct pg_conn;

namespace pgmend::pg {

/// How to connect.
struct ConnectOptions {
    std::string application_name = "pgmend";
    /// How long to retry after transient failures (connection refused, server starting up, too many
    /// connections), with pauses of random length.
    std::chrono::milliseconds retry_for{2000};
};

/// A connection that is established while the caller does other work. Meanwhile, the server starts the
/// process of the session, which takes the most time.
class Connecting {
  public:
    /// Starts to connect. Does not wait, and does not throw if the server cannot be reached; finish() does.
    explicit Connecting(Dsn dsn, ConnectOptions options = {});
    Connecting(Connecting&&) noexcept;
    Connecting& operator=(Connecting&&) noexcept;
    ~Connecting(); ///< abandons an unfinished attempt

    const Dsn& dsn() const noexcept { return dsn_; }

    /// Waits for the connection and passes it to the caller. Transient failures are retried. Throws SqlError
    /// (exit code 3) with a hint about what to check, and Interrupted if the user asks to stop.
    pg_conn* finish();

  private:
    void restart(const Dsn& dsn);

    Dsn dsn_;
    ConnectOptions options_;
    pg_conn* raw_ = nullptr;
    int state_ = 0; ///< state of raw_, as in connect.hpp
};

} // namespace pgmend::pg
