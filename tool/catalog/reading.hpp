#pragma once

#include "catalog/queries.hpp"
#include "pg/pipeline.hpp"

#include <functional>
#include <string>
#include <vector>

namespace pgmend::catalog {

/// What a reading is measured from: the snapshot of its transaction, and how many rows each catalog had.
struct Frame {
    std::string snapshot;
    std::string counts;
};

/// Whether others have changed a definition since; takes a round trip of its own, outside the transaction.
bool has_changed(pg::Connection& connection, const Frame& since);

/// Catalog queries in one transaction and one round trip: REPEATABLE READ outside a transaction, a savepoint
/// inside one. Framed by two looks at who has written: where nobody has ended a transaction meanwhile, the
/// two snapshots are the same; else has_changed() looks through the catalogs.
class Reading {
  public:
    Reading(pg::Connection& connection, const ReadOptions& options, std::vector<ReadQuery> queries);

    /// Hands the rows of each query over, in order. Throws SqlError, after which undo() is due.
    void run(const std::function<void(Part, pg::Result)>& take);
    /// Brings the connection back to where it was after an error.
    void undo() noexcept;

    const Frame& before() const noexcept { return before_; }
    /// The snapshot of a moment after all rows had been read.
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
