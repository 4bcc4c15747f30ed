#pragma once

#include "maintain/archive.hpp"
#include "maintain/table.hpp"
#include "maintain/work_table.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pgmend::maintain {

/// What the statements of a chunk are made from. Parameters of all: $1 the place (ctid) before the first row,
/// $2 that of the last.
struct ChunkSql {
    std::string work; ///< qualified
    WorkPart part;
    const Table* table = nullptr;
    const Archive* archive = nullptr; ///< null = none
    long long job = 0;

    /// Deletes the rows whose version is the one that was collected: rows in the chunk, deleted, archived,
    /// whether the tables are the ones that were scanned. `lock_kept`: only where the kept row could be
    /// locked. Rows in the archive are numbered from `first` + 1.
    std::string delete_rows(bool lock_kept, long long first) const;
    /// How many kept rows are gone, changed, or about to be.
    std::string count_keepers_in_flux() const;
    /// Locks the rows that have to go, so that nobody begins to refer to them.
    std::string lock_rows() const;
    /// Whether a foreign key may point at the rows of this part.
    bool concerns(const Reference& reference) const;
    /// Moves what refers to a row that has to go to the kept one.
    std::string repoint(const Reference& reference) const;

  private:
    std::string batch() const;
    std::string kept_key() const;
};

} // namespace pgmend::maintain
