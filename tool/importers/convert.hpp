#pragma once

#include "importers/project.hpp"

namespace pgmend::importers {

/// A project's migrations as revisions of ours, each on top of the one before. What no section can hold (a
/// transaction in the middle of a script, psql's commands, COPY from stdin) is a failure with its place in
/// the tool's file, and a skeleton stands in its place; a script that is one transaction as a whole loses its
/// BEGIN and COMMIT. The failures, the project's own among them, are in the order of the files.
Conversion convert(const Project& project);

} // namespace pgmend::importers
