#pragma once

#include "pg/connection.hpp"

#include <chrono>

namespace pgmend::pg {

/// Begins a transaction in which the defaults of role, database and server play no part.
inline constexpr std::string_view begin_writing =
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE NOT DEFERRABLE";
/// Writes where the server and the session's defaults let it.
inline constexpr std::string_view begin_either = "BEGIN ISOLATION LEVEL READ COMMITTED NOT DEFERRABLE";
inline constexpr std::string_view begin_reading =
    "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY NOT DEFERRABLE";

/// A transaction that rolls back when it goes out of scope without commit().
class Transaction {
  public:
    /// `begin` is the whole statement, such as "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY".
    explicit Transaction(Connection& connection, std::string_view begin = begin_writing);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    /// Throws SqlError also when the server answers by rolling back, as it does after a failed statement.
    void commit();
    void rollback();
    /// The transaction is ended by somebody else: commit_and_verify(), or the loss of the connection.
    void release() noexcept { open_ = false; }

  private:
    Connection& connection_;
    bool open_ = true;
};

/// How a COMMIT ended.
enum class CommitOutcome {
    committed,
    committed_after_reconnect, ///< the connection broke before the answer came; the server says that it is
                               ///< committed
    rolled_back ///< the connection broke, and the server says that it is not: do the work again
};

/// Commits the connection's transaction. Where the connection breaks before the answer comes, the server is
/// asked on a new one for the status of the transaction's id (pg_xact_status; PostgreSQL 10 and later), for
/// at most `patience`. Throws SqlError when the commit is refused, Error when nobody can tell.
CommitOutcome commit_and_verify(Connection& connection, const Dsn& dsn,
                                std::chrono::milliseconds patience = std::chrono::seconds(30));

/// A savepoint that is rolled back and released when it goes out of scope: what happened in it leaves no
/// trace, its locks included. The transaction around it stays usable even after an error inside.
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
