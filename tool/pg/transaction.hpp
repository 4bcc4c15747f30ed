#pragma once

#include "pg/connection.hpp"

namespace pgmend::pg {

/// A transaction that rolls back when it goes out of scope without commit().
class Transaction {
  public:
    /// `begin` is the whole statement, such as "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY".
    explicit Transaction(Connection& connection, std::string_view begin = "BEGIN");
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    void commit();
    void rollback();

  private:
    Connection& connection_;
    bool open_ = true;
};

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
