#pragma once

#include "statement/facts.hpp"
#include "statement/names.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgmend::statement {

/// The table-level lock modes, the weakest first (manual, chapter 13.3.1).
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

/// "AccessExclusiveLock", as in pg_locks; empty for none.
std::string_view to_string(LockMode mode);
/// What other sessions cannot do meanwhile: "reads or writes", "writes", "other DDL or VACUUM"; empty for
/// none.
std::string_view blocks(LockMode mode);

/// The work of a statement while it holds its locks.
enum class Work {
    instant, ///< only changes the catalog
    scan,    ///< reads the whole table
    build,   ///< reads the whole table and writes an index
    rewrite, ///< rewrites the whole table and its indexes
    rows,    ///< reads or writes rows, as many as the statement selects
    unknown  ///< depends on the contents of the database
};

std::string_view to_string(Work work);

/// A lock that a statement takes on one relation.
struct RelationLock {
    std::string relation; ///< as the server prints it if that is known, otherwise as in the text
    LockMode mode = LockMode::none;
    std::string why; ///< empty = it is the relation that the statement is about

    bool operator==(const RelationLock&) const = default;
};

/// How a statement affects other sessions.
struct Impact {
    std::vector<RelationLock> locks; ///< the strongest first
    Work work = Work::instant;
    std::string note; ///< why the work is what it is, if that is not obvious

    LockMode strongest() const { return locks.empty() ? LockMode::none : locks.front().mode; }
};

/// The locks and the work of a parsed statement on PostgreSQL 13 and later. With `facts`, relations that only
/// the catalog contains (referenced and referencing tables of foreign keys, partitions, the table of an
/// index) are included, and relations that do not exist yet are left out. Without `facts`, work that depends
/// on them is Work::unknown.
Impact impact(const Node& statement, const Facts* facts);

/// The part of impact() for ALTER TABLE.
Impact alter_table_impact(const PgQuery__AlterTableStmt& stmt, const Facts* facts);

/// Collects an impact. Each relation has one entry, with its strongest lock.
class ImpactBuilder {
  public:
    explicit ImpactBuilder(const Facts* facts) : facts_(facts) {}

    void lock(const PgQuery__RangeVar* relation, LockMode mode, std::string why = {});
    void lock(const ObjectName& object, LockMode mode, std::string why = {});
    void lock_named(const std::string& relation, LockMode mode, std::string why = {});
    /// Also locks the partitions or inheritance children of a table.
    void lock_tree(const PgQuery__RangeVar* relation, LockMode mode);
    void work(Work work, std::string note = {});
    const RelationFacts* facts_of(const PgQuery__RangeVar* relation) const;
    Impact take();

  private:
    const Facts* facts_;
    Impact impact_;
};

} // namespace pgmend::statement
