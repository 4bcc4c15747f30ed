-- What pgmend's ledger records of a version table: a row a record, in any order. Neither sorted nor narrowed to the last
-- record of each revision: that is sooner done by who reads it than planned by a new session.
-- $1 the version table, qualified and quoted.
SELECT id, version_table, revision, direction, checksum, finished_at IS NOT NULL AS finished, statements, statements_done
FROM {schema}.ledger
WHERE version_table = $1
