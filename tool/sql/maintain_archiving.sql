-- How many whole WAL segments wait to be archived; null when nothing is archived.
SELECT CASE WHEN current_setting('archive_mode') = 'off' OR last_archived_wal !~ '^[0-9A-F]{24}' THEN NULL
            ELSE ((pg_current_wal_lsn() - '0/0'::pg_lsn) / size.bytes)::bigint
                 - (('x' || substr(last_archived_wal, 9, 8))::bit(32)::bigint * (4294967296 / size.bytes)
                    + ('x' || substr(last_archived_wal, 17, 8))::bit(32)::bigint) - 1 END AS segments
FROM pg_stat_archiver,
     (SELECT setting::bigint AS bytes FROM pg_settings WHERE name = 'wal_segment_size') AS size
