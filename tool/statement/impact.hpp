#pragma once

#include "statement/facts.hpp"
#include "statement/names.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::statement {

/// The table-level lock modes, weakest first (manual, chapter 13.3.1).
enum class LockMode {
    none,
    access_share,
    row_share,
    row_exclusive,
    share_update_exclusive,
    share,
    share_row_exclusive,
    exclusive,
    access_exclusive
};

/// "AccessExclusiveLock", as pg_locks says it; empty for none.
std::string_view to_string(LockMode mode);
/// What others cannot do meanwhile: "reads or writes", "writes", "other DDL or VACUUM"; empty for none.
std::string_view blocks(LockMode mode);

/// How long a statement holds its locks.
enum class Work {
    instant, ///< changes the catalog only
    scan,    ///< reads the whole table
    build,   ///< reads the whole table and writes an index
    rewrite, ///< writes the whole table and its indexes anew
    rows,    ///< reads or writes rows: as many as it says
    unknown  ///< only the database can tell
};

std::string_view to_string(Work work);

/// A lock that a statement takes on one relation.
struct RelationLock {
    std::string relation; ///< as the server writes it where it is known, else as the text has it
    LockMode mode = LockMode::none;
    std::string why; ///< empty = it is what the statement is about

    bool operator==(const RelationLock&) const = default;
};

/// What a statement costs others.
struct Impact {
    std::vector<RelationLock> locks; ///< the strongest first
    Work work = Work::instant;
    std::string note; ///< what decides about the work, where it is not plain

    LockMode strongest() const { return locks.empty() ? LockMode::none : locks.front().mode; }
};

/// Locks and work of a parsed statement on PostgreSQL 13 and later. With `facts` the relations that only the
/// catalog knows (partners of foreign keys, partitions, an index's table) are in it, and those that are not
/// there yet are left out; without, what depends on them is Work::unknown.
Impact impact(const Node& statement, const Facts* facts);

/// The part of impact() for ALTER TABLE.
Impact alter_table_impact(const PgQuery__AlterTableStmt& stmt, const Facts* facts);

/// Collects an impact; each relation once, with its strongest lock.
class ImpactBuilder {
  public:
    explicit ImpactBuilder(const Facts* facts) : facts_(facts) {}

    void lock(const PgQuery__RangeVar* relation, LockMode mode, std::string why = {});
    void lock(const ObjectName& object, LockMode mode, std::string why = {});
    void lock_named(const std::string& relation, LockMode mode, std::string why = {});
    /// The partitions or children below a table too.
    void lock_tree(const PgQuery__RangeVar* relation, LockMode mode);
    void work(Work work, std::string note = {});
    const RelationFacts* facts_of(const PgQuery__RangeVar* relation) const;
    Impact take();

  private:
    const Facts* facts_;
    Impact impact_;
};

} // namespace pgmend::statement
