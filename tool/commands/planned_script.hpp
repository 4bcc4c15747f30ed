#pragma once

#include "commands/context.hpp"
#include "drift/rename.hpp"
#include "drift/source.hpp"
#include "report/script.hpp"
#include "schema/diff.hpp"

#include <vector>

namespace pgmend::commands {

/// The statements from one schema to another for a report, and the schema that they lead to.
struct PlannedScript {
    report::ScriptReport report;
    schema::Model target; ///< `to`, but for what stays because it would lose data
};

/// Plans the statements; `findings` are the differences that they must remove: one that no statement touches
/// is named as unsupported.
PlannedScript plan_script(const schema::Model& from, const schema::Model& to,
                          const std::vector<schema::Finding>& findings, bool allow_drop,
                          const schema::StatementOptions& options);

/// The renames of --rename on the schema of a source, whose model is then the one after them; put_first()
/// puts their statements before the others.
drift::Renamed rename_in(drift::Source& source, const std::vector<std::string>& renames,
                         const std::string& role, const catalog::ReadOptions& options);
void put_first(schema::Script& script, const drift::Renamed& renamed);

/// Prints the script, or with --format json the document.
void show_script(const report::ScriptReport& report, const Context& context);

} // namespace pgmend::commands
