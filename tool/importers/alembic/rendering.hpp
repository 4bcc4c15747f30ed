#pragma once

#include "importers/alembic/project.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::importers::alembic {

/// What one call of Alembic's operations emitted.
struct Piece {
    std::string sql;         ///< one statement or several, mostly without the final semicolon
    bool autocommit = false; ///< in an autocommit_block()
    int line = 0;            ///< of the revision's file; 0 = not known

    bool operator==(const Piece&) const = default;
};

/// An upgrade() or downgrade(), called in offline mode.
struct RenderedSection {
    std::vector<Piece> pieces;
    std::string fault; ///< why it cannot be rendered; empty = it was
    int fault_line = 0;

    bool operator==(const RenderedSection&) const = default;
};

/// A revision as its Python file tells it.
struct RenderedRevision {
    std::string id;
    std::vector<std::string> down_revisions;
    std::vector<std::string> branch_labels;
    std::vector<std::string> depends_on;
    std::string message;
    std::string created; ///< ISO 8601, in UTC if the file names a zone; empty = not told
    std::string path;
    RenderedSection up;
    std::optional<RenderedSection> down; ///< absent: no downgrade(), or it raises NotImplementedError
};

/// All of a project.
struct Rendering {
    std::vector<RenderedRevision> revisions; ///< parents before children
    std::vector<std::string> warnings;
};

/// Has the project's own Alembic render every revision, without a database. `command` is how Alembic is
/// called, read by the shell: "alembic", "poetry run alembic". Throws UsageError with Alembic's reason and
/// the place in the project's files when the project as a whole cannot be read.
Rendering render(const Project& project, const std::string& command);

/// Reads what render.py writes: one JSON document a line. Throws UsageError for a fault told in it, and for
/// an end that is missing.
Rendering parse_rendering(std::string_view lines);

} // namespace pgmend::importers::alembic
