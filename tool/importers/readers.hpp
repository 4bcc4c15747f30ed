#pragma once

#include "importers/project.hpp"

namespace pgmend::importers {

// One function a tool, each in a file of its name. A folder that cannot be read is a UsageError; what is
// wrong with single files is told in the project.

/// dbmate: `<digits>….sql` with `-- migrate:up` and `-- migrate:down`, in the order of the file names.
Project read_dbmate(const Source& source);

/// Flyway: `V<version>__<words>.sql`, undone by `U<version>__….sql`, in the order of the versions; settings
/// in
/// `<file>.conf`. Subfolders are read.
Project read_flyway(const Source& source);

/// golang-migrate: `<number>_<words>.up.sql` and `….down.sql`, in the order of the numbers.
Project read_golang_migrate(const Source& source);

/// sql-migrate: `*.sql` with `-- +migrate Up`, `Down`, `StatementBegin` and `StatementEnd`, by leading
/// number, then by name.
Project read_sql_migrate(const Source& source);

/// node-pg-migrate: `*.sql` with `-- Up Migration` and `-- Down Migration`, or pairs of `….up.sql` and
/// `….down.sql`, by the time that leads the name.
Project read_node_pg_migrate(const Source& source);

} // namespace pgmend::importers
