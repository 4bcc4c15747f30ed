-- The rows of ledger_recorded.sql of any version table, $1 of them at most. Without a condition a new session has the
-- plan in half the time; if there are more rows, ledger_recorded.sql is the query.
SELECT id, version_table, revision, direction, checksum, finished_at IS NOT NULL AS finished, statements, statements_done
FROM {schema}.ledger
LIMIT $1
