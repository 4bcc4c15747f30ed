-- Who holds the advisory lock ($1, $2) in this database: pid, application, user, address, seconds since it was taken.
SELECT l.pid,
       coalesce(a.application_name, '') AS application,
       coalesce(a.usename, '') AS "user",
       coalesce(host(a.client_addr), 'local') AS host,
       coalesce(extract(epoch FROM clock_timestamp() - a.xact_start), 0)::bigint AS seconds
FROM pg_locks l
LEFT JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory'
  AND l.granted
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND l.classid = ($1::bigint & 4294967295)::oid
  AND l.objid = ($2::bigint & 4294967295)::oid
  AND l.objsubid = 2
LIMIT 1
