#pragma once

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

} // namespace pgmend::commands
