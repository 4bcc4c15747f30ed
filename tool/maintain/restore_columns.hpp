#pragma once

#include "maintain/archive.hpp"

#include <string>
#include <vector>

namespace pgmend::maintain {

/// A column of the archive whose values go back into the table.
struct HomeColumn {
    std::string archived; ///< name in the archive
    std::string column;   ///< name in the table
    std::string type;     ///< the archive's
    bool same_type = true;
};

/// Where the columns of an archive go: into the column of the same attribute number, else into one of the
/// same name, if the table takes values from outside and of that type there.
struct RestoreColumns {
    std::vector<HomeColumn> home;
    std::vector<std::string> homeless; ///< names in the archive of those that fit nowhere
};

/// `archived` is what the job archived; empty = an earlier version's, whose columns go by their names.
RestoreColumns find_homes(pg::Connection& connection, const Table& table, const std::string& archive,
                          std::vector<ArchiveColumn> archived);

} // namespace pgmend::maintain
