#pragma once

#include "importers/alembic/project.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::importers::alembic {

/// The SQL that one call of Alembic's operations has printed.
struct Piece {
    std::string sql;         ///< one statement or more, usually without the final semicolon
    bool autocommit = false; ///< inside an autocommit_block()
    int line = 0;            ///< line in the file of the revision; 0 = not known

    bool operator==(const Piece&) const = default;
};

/// The result of calling upgrade() or downgrade() in offline mode.
struct RenderedSection {
    std::vector<Piece> pieces;
    std::string fault; ///< why it cannot be rendered; empty = it was rendered
    int fault_line = 0;

    bool operator==(const RenderedSection&) const = default;
};

/// A revision as in its Python file.
struct RenderedRevision {
    std::string id;
    std::vector<std::string> down_revisions;
    std::vector<std::string> branch_labels;
    std::vector<std::string> depends_on;
    std::string message;
    std::string created; ///< ISO 8601, in UTC if the file contains a time zone; empty = not known
    std::string path;
    RenderedSection up;
    std::optional<RenderedSection> down; ///< absent: no downgrade(), or it raises NotImplementedError
};

/// The result for a whole project.
struct Rendering {
    std::vector<RenderedRevision> revisions; ///< parents before children
    std::vector<std::string> warnings;
};

/// Renders every revision with the project's own Alembic, without a database. `command` is the shell command
/// that runs Alembic: "alembic", "poetry run alembic". Throws UsageError, with Alembic's reason and the
/// position in the project's files, if the project as a whole cannot be read.
Rendering render(const Project& project, const std::string& command);

/// Parses the output of render.py: one JSON document per line. Throws UsageError for an error in it, and if
/// its end is missing.
Rendering parse_rendering(std::string_view lines);

} // namespace pgmend::importers::alembic
