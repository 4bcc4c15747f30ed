#pragma once

#include "importers/project.hpp"

namespace pgmend::importers {

/// Converts the migrations of a project to revisions, each of which follows the previous one. What a section
/// cannot contain (a transaction within a script, psql's commands, COPY from stdin) is a failure with its
/// position in the tool's file. If a script is one transaction as a whole, BEGIN and COMMIT are removed. The
/// failures, including those of the project itself, are in the order of the files.
Conversion convert(const Project& project);

} // namespace pgmend::importers
