#pragma once

#include "commands/drift_options.hpp"
#include "revision/graph.hpp"

#include <string>
#include <vector>

namespace pgmend::commands {

/// The two sections of a revision file.
struct Sections {
    std::string up = "\n";
    std::string down;
    /// False: in one transaction, a long statement would hold the locks of the statements before it.
    bool up_in_transaction = true;
    bool down_in_transaction = true;
    bool differs = false;
    /// What the section upward lacks of the database's schema; a sentence each.
    std::vector<std::string> incomplete;
};

/// The statements that change the schema of the migrations into that of the database, and back. The database
/// must be at the heads of the migrations. Throws UsageError if it is not.
Sections autogenerate(const revision::Graph& graph, const DriftOptions& options, bool allow_drop,
                      const Context& context);

/// The same toward a source (a folder of SQL files, a snapshot, …); no database is needed.
Sections autogenerate_from(const std::string& word, const revision::Graph& graph, const DriftOptions& options,
                           bool allow_drop, const Context& context);

/// The up section that makes an existing schema in an empty database.
Sections first_revision(const drift::Source& empty, const drift::Source& live, const DriftOptions& options,
                        const drift::SourceContext& sources, const Context& context);

} // namespace pgmend::commands
