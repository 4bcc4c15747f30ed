-- When each revision of a version table was last applied, in UTC.
-- $1 the version table, qualified and quoted.
SELECT revision, to_char(max(finished_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS applied
FROM {schema}.ledger
WHERE version_table = $1 AND direction = 'up'
GROUP BY revision
