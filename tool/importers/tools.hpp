#pragma once

#include "importers/history.hpp"
#include "importers/project.hpp"

#include <span>
#include <string_view>

namespace pgmend::importers {

/// A tool whose projects can be imported and whose databases can be adopted.
struct Tool {
    std::string_view name;                     ///< also the word on the command line
    std::string_view title;                    ///< as its makers write it
    std::string_view folder;                   ///< where its files are unless told otherwise
    std::string_view reads;                    ///< what its files are, and what becomes of them; for the help
    std::string_view table;                    ///< where it notes what is applied
    std::string_view order;                    ///< the column that orders the table's rows
    std::span<const std::string_view> columns; ///< what history() wants of each row
    std::string_view alien;            ///< a column that only another tool's table of that name has; or empty
    std::string_view other_table = {}; ///< where its table may be as well; or empty
    bool by_version = false;           ///< ids are versions: "007" is "7"
    Project (*read)(const Source& source);
    History (*history)(const std::vector<Row>& rows);
};

/// In the order of the help.
std::span<const Tool> tools();

/// Any tool that keeps its files by a pattern and its versions in a table; what it is depends on the user.
const Tool& any_tool();

/// Django, of which only the table is read here: its migrations are programs.
const Tool& django_tool();

} // namespace pgmend::importers
