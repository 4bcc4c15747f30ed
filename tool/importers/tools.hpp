#pragma once

#include "importers/history.hpp"
#include "importers/project.hpp"

#include <span>
#include <string_view>

namespace pgmend::importers {

/// A tool whose projects can be imported and whose databases can be adopted.
struct Tool {
    std::string_view name;   ///< also its name on the command line
    std::string_view title;  ///< the name as its authors write it
    std::string_view folder; ///< the default folder of its files
    std::string_view reads;  ///< which files are read and how they are converted, for the help
    std::string_view table;  ///< the table that records what is applied
    std::string_view order;  ///< the column that orders the table's rows
    std::span<const std::string_view> columns; ///< the columns that history() needs
    std::string_view alien;  ///< a column of another tool's table with the same name; or empty
    bool by_version = false; ///< ids are versions: "007" equals "7"
    Project (*read)(const Source& source);
    History (*history)(const std::vector<Row>& rows);
};

std::span<const Tool> tools();

} // namespace pgmend::importers
