-- Indexes that no query has used since the counters began, with the counters' age in days. Those that keep something true
-- (unique, a constraint, replica identity) are not among them, nor those of small tables.
SELECT s.schemaname AS schema, s.indexrelname AS name, s.relid::regclass::text AS table,
       pg_relation_size(s.indexrelid) AS bytes,
       extract(epoch FROM now() - coalesce(d.stats_reset, pg_postmaster_start_time())) / 86400 AS days
FROM pg_stat_user_indexes s
JOIN pg_index i ON i.indexrelid = s.indexrelid
JOIN pg_stat_database d ON d.datname = current_database()
WHERE s.idx_scan = 0 AND i.indisvalid AND NOT i.indisunique AND NOT i.indisreplident AND NOT i.indisclustered
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = s.indexrelid)
  AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = s.indexrelid)
  AND s.schemaname <> 'pgmend'
  AND pg_relation_size(s.indexrelid) > 81920
ORDER BY 1, 2
