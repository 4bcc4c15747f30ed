#pragma once

#include "pg/connection.hpp"

#include <chrono>

namespace pgmend::pg {

/// Begins a transaction that is not affected by the defaults of the role, the database and the server.
inline constexpr std::string_view begin_writing =
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE NOT DEFERRABLE";
/// The same, except that the defaults of the server and the session determine whether it may write.
inline constexpr std::string_view begin_either = "BEGIN ISOLATION LEVEL READ COMMITTED NOT DEFERRABLE";
inline constexpr std::string_view begin_reading =
    "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY NOT DEFERRABLE";

/// A transaction that is rolled back at the end of the scope unless commit() was called.
class Transaction {
  public:
    /// `begin` is the complete statement, such as "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY".
    explicit Transaction(Connection& connection, std::string_view begin = begin_writing);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    /// Commits. Throws SqlError, also if the server rolls back instead, as it does after a failed statement.
    void commit();
    void rollback();
    /// Marks the transaction as ended by other means: commit_and_verify(), or the loss of the connection.
    void release() noexcept { open_ = false; }

  private:
    Connection& connection_;
    bool open_ = true;
};

/// The outcome of a COMMIT.
enum class CommitOutcome {
    committed,
    committed_after_reconnect, ///< the connection was lost before the answer arrived; the server says that
                               ///< the transaction is committed
    rolled_back ///< the connection was lost, and the transaction is not committed: repeat the work
};

/// Commits the transaction of the connection. If the connection is lost before the answer arrives, asks the
/// server over a new connection for the status of the transaction ID (pg_xact_status; PostgreSQL 10 and
/// later), for at most `patience`. Throws SqlError if the commit is rejected, and Error if the outcome cannot
/// be determined.
CommitOutcome commit_and_verify(Connection& connection, const Dsn& dsn,
                                std::chrono::milliseconds patience = std::chrono::seconds(30));

/// A savepoint that is rolled back and released at the end of the scope, together with everything that was
/// done in it, including locks. The surrounding transaction can be used even after an error in it.
class ScratchSavepoint {
  public:
    explicit ScratchSavepoint(Connection& connection);
    ScratchSavepoint(const ScratchSavepoint&) = delete;
    ScratchSavepoint& operator=(const ScratchSavepoint&) = delete;
    ~ScratchSavepoint();

  private:
    Connection& connection_;
};

} // namespace pgmend::pg
