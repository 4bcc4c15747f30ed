#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgmend::importers::alembic {

/// What one call of Alembic's operations emitted or executed.
struct Piece {
    std::string sql;         ///< one statement or several, mostly without the final semicolon
    bool autocommit = false; ///< outside a transaction
    int line = 0;            ///< of the revision's file; 0 = not known
    int segment = 0;         ///< counts the commits before it
    bool writes = false;     ///< a query that calls a function which may write

    bool operator==(const Piece&) const = default;
};

/// An upgrade() or downgrade(): what it executed online, or what it emitted offline.
struct RenderedSection {
    std::vector<Piece> pieces;
    std::string fault; ///< why there is nothing; empty = there is
    int fault_line = 0;
    std::string source;             ///< of the function, where there is a fault
    bool captured = false;          ///< executed online: queries are there too
    std::vector<std::string> notes; ///< for the user to judge: they go into the file and become warnings

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
    std::string version_table; ///< as env.py configures it online; empty = not known
    std::string version_schema;
    /// The downgrade() after which the database could not be led on, so that the run ended there.
    std::map<std::string, std::optional<RenderedSection>> ended_at;
};

/// Reads what render.py or capture.py writes: one JSON document a line. Throws UsageError for a fault told in
/// it, and for an end that is missing.
Rendering parse_rendering(std::string_view lines, bool captured = false);

} // namespace pgmend::importers::alembic
