-- The standbys that stream, one row each: what each has replayed, and what has been written here, in bytes from the
-- beginning; null where the role may not see it.
SELECT coalesce(nullif(application_name, ''), host(client_addr), pid::text) AS name,
       (replay_lsn - '0/0'::pg_lsn)::bigint AS replayed,
       (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint AS written
FROM pg_stat_replication
WHERE state = 'streaming' OR state IS NULL
