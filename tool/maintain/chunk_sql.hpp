#pragma once

#include "maintain/archive.hpp"
#include "maintain/table.hpp"
#include "maintain/work_table.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pgmend::maintain {

/// The parts of the statements of a chunk. All statements have the parameters $1, the position (ctid) before
/// the first row, and $2, the position of the last row.
struct ChunkSql {
    std::string work; ///< qualified name of the work table
    WorkPart part;
    const Table* table = nullptr;
    const Archive* archive = nullptr; ///< null = none
    long long job = 0;

    /// Deletes the rows whose version is the one that was collected. Returns the number of rows in the chunk,
    /// deleted, and archived, and whether the tables are still the ones that were scanned. `lock_kept`:
    /// delete only rows whose kept row could be locked. Rows in the archive are numbered from `first` + 1.
    std::string delete_rows(bool lock_kept, long long first) const;
    /// Counts the kept rows that are gone, changed, or locked by a change in progress.
    std::string count_keepers_in_flux() const;
    /// Locks the rows to delete, so that no new references to them can be added.
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
