#pragma once

#include "catalog/queries.hpp"
#include "pg/pipeline.hpp"

#include <functional>
#include <string>
#include <vector>

namespace pgmend::catalog {

/// The state at the start of a reading: the snapshot of its transaction, and the number of rows in each
/// catalog.
struct Frame {
    std::string snapshot;
    std::string counts;
};

/// Whether other sessions have changed a definition since then. Takes one round trip, outside the
/// transaction.
bool has_changed(pg::Connection& connection, const Frame& since);

/// Runs catalog queries in one transaction and one round trip: a REPEATABLE READ transaction, or a savepoint
/// if a transaction is open. The snapshot is read before and after the queries. If no other transaction has
/// ended meanwhile, the two are the same; otherwise, has_changed() must examine the catalogs.
class Reading {
  public:
    Reading(pg::Connection& connection, const ReadOptions& options, std::vector<ReadQuery> queries);

    /// Passes the rows of each query to `take`, in order. Throws SqlError; then undo() must be called.
    void run(const std::function<void(Part, pg::Result)>& take);
    /// Restores the state of the connection after an error.
    void undo() noexcept;

    const Frame& before() const noexcept { return before_; }
    /// A snapshot taken after all rows were read.
    const std::string& after() const noexcept { return after_; }

  private:
    void prepare();
    void send(pg::Pipeline& pipeline) const;

    pg::Connection& connection_;
    const ReadOptions& options_;
    bool is_nested_;
    bool is_framed_;
    std::vector<ReadQuery> queries_;
    std::vector<std::string> names_; ///< of the prepared queries; empty = they are not prepared
    Frame before_;
    std::string after_;
};

} // namespace pgmend::catalog
