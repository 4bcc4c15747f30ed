-- Ends the session $1 (pid) that began at $2, unless another one has its pid by now; no row when it is gone. Never a
-- process of the server's own, such as an autovacuum.
SELECT pg_terminate_backend(pid) AS ended
FROM pg_stat_activity
WHERE pid = $1 AND backend_start = $2::timestamptz AND backend_type = 'client backend' AND pid <> pg_backend_pid()
