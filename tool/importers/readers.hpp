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

/// Any layout: the files that Source::up_patterns and down_patterns fit, by version.
Project read_sql(const Source& source);

/// diesel: `<version>_<name>/up.sql` and `down.sql`; `metadata.toml` with run_in_transaction.
Project read_diesel(const Source& source);

/// sqlx: `<version>_<name>.sql`, or `.up.sql` and `.down.sql`; `-- no-transaction` in the first line.
Project read_sqlx(const Source& source);

/// Supabase: `<version>_<name>.sql`.
Project read_supabase(const Source& source);

/// Atlas: `<version>[_<name>].sql`, `-- atlas:txmode none`.
Project read_atlas(const Source& source);

/// drizzle: `<number>_<name>.sql`, cut by `--> statement-breakpoint`.
Project read_drizzle(const Source& source);

/// Prisma: `<time>_<name>/migration.sql`.
Project read_prisma(const Source& source);

/// goose: `<version>_<name>.sql` with `-- +goose Up`, `Down`, `StatementBegin`, `NO TRANSACTION`.
Project read_goose(const Source& source);

/// tern: `<number>_<name>.sql` with `---- create above / drop below ----`.
Project read_tern(const Source& source);

/// sqitch: `sqitch.plan`, `deploy/` and `revert/`, in the order of the plan.
Project read_sqitch(const Source& source);

/// Liquibase: `*.sql` that begin with `--liquibase formatted sql`, by name; a revision a change set.
Project read_liquibase(const Source& source);

/// Rails: `structure.sql` as one revision with the version of its newest migration.
Project read_rails(const Source& source);

} // namespace pgmend::importers
