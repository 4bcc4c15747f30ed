#pragma once

#include "catalog/read.hpp"
#include "schema/statements.hpp"

#include <string>
#include <vector>

namespace pgmend::drift {

/// One `--rename public.t.fullnam=fullname`: a table, view, column, constraint, index, type, sequence,
/// function, trigger, policy, rule, or label of an enum, and its new name.
struct Rename {
    std::string from; ///< qualified, quoted where SQL needs it
    std::string to;   ///< the bare new name
};

/// Reads "public.t.fullnam=fullname"; the new name may be qualified as the old one is. Throws UsageError.
Rename parse_rename(const std::string& text);

/// A schema after renames, and the statements that rename.
struct Renamed {
    schema::Model model;
    std::vector<schema::DdlStatement> statements;
};

/// Renames on an empty copy of the schema, so that everything that names the objects is as the server writes
/// it afterwards. Throws UsageError for what is not in the schema, Error when no server can be started.
Renamed rename(const schema::Model& live, const std::vector<Rename>& renames, const std::string& role,
               const catalog::ReadOptions& options);

} // namespace pgmend::drift
