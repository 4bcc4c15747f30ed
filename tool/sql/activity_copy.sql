-- How far the COPY of the session $1 (pid) has come; no row when it is in none. PostgreSQL 14 and later.
SELECT CASE WHEN bytes_total > 0 THEN bytes_processed ELSE tuples_processed END AS done,
       CASE WHEN bytes_total > 0 THEN bytes_total ELSE 0 END AS total,
       CASE WHEN bytes_total > 0 THEN 'bytes' ELSE 'rows' END AS unit
FROM pg_stat_progress_copy
WHERE pid = $1
