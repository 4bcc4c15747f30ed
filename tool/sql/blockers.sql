-- Who holds a lock on one of the relations $1 (as SQL names them) that a lock of the mode $2 would wait for, the
-- longest transaction first.
SELECT DISTINCT ON (s.xact_start, l.pid) l.pid, coalesce(s.usename::text, '') AS role,
       coalesce(s.application_name, '') AS application, coalesce(s.state, s.backend_type, '') AS state,
       coalesce(round(extract(epoch FROM clock_timestamp() - s.xact_start)), 0)::bigint AS seconds,
       coalesce(regexp_replace(regexp_replace(left(s.query, 2000), '''[^'']*(''|$)', '''…''', 'g'), '\s+', ' ', 'g'), '')
           AS query, -- without literals, which may be nobody's business
       s.backend_type = 'autovacuum worker' AND s.query LIKE '%(to prevent wraparound)%' AS wraparound,
       s.backend_type = 'client backend' AS terminable, s.backend_start::text AS began,
       l.relation::regclass::text AS relation, l.mode
FROM pg_locks l
LEFT JOIN pg_stat_activity s ON s.pid = l.pid
WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND l.relation IN (SELECT to_regclass(r) FROM unnest($1::text[]) r)
  AND CASE $2::text
          WHEN 'AccessExclusiveLock' THEN true
          WHEN 'ExclusiveLock' THEN l.mode <> 'AccessShareLock'
          WHEN 'ShareRowExclusiveLock' THEN l.mode NOT IN ('AccessShareLock', 'RowShareLock')
          WHEN 'ShareLock' THEN l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'ShareLock')
          WHEN 'ShareUpdateExclusiveLock' THEN l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
          ELSE l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
      END
ORDER BY s.xact_start, l.pid
LIMIT 5;
