#pragma once

#include "importers/project.hpp"

namespace pgmend::importers {

// One function per tool, each in a file with its name. Throws UsageError if a folder cannot be read. Failures
// of single files are recorded in the project.

/// dbmate: `<digits>….sql` with `-- migrate:up` and `-- migrate:down`, in the order of the file names.
Project read_dbmate(const Source& source);

/// Flyway: `V<version>__<words>.sql` and, to undo it, `U<version>__….sql`, in the order of the versions;
/// settings are in `<file>.conf`. Subfolders are also read.
Project read_flyway(const Source& source);

/// golang-migrate: `<number>_<words>.up.sql` and `….down.sql`, in the order of the numbers.
Project read_golang_migrate(const Source& source);

/// sql-migrate: `*.sql` with `-- +migrate Up`, `Down`, `StatementBegin` and `StatementEnd`, in the order of
/// the leading numbers, then of the names.
Project read_sql_migrate(const Source& source);

/// node-pg-migrate: `*.sql` with `-- Up Migration` and `-- Down Migration`, or pairs of `….up.sql` and
/// `….down.sql`, in the order of the time at the start of the name.
Project read_node_pg_migrate(const Source& source);

} // namespace pgmend::importers
