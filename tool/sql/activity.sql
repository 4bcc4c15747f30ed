-- What the session $1 (pid) is doing; no row when nothing is in its hand. `done` of `total` in `unit`, where the server
-- tells; `wait` for other things than its own reading and writing; who it waits for, if it does.
SELECT a.query,
       extract(epoch FROM clock_timestamp() - a.query_start)::float8 AS seconds,
       CASE WHEN a.wait_event_type IN ('Lock', 'IPC', 'BufferPin', 'Extension', 'Timeout') AND a.wait_event <> 'PgSleep'
            THEN a.wait_event ELSE '' END AS wait,
       coalesce(p.phase, '') AS phase,
       coalesce(p.done, 0) AS done,
       coalesce(p.total, 0) AS total,
       coalesce(p.unit, '') AS unit,
       coalesce(b.pid, 0) AS blocker,
       coalesce('pid ' || b.pid || coalesce(' (' || nullif(b.application_name, '') || ')', '')
                || coalesce(', in its transaction for ' || extract(epoch FROM clock_timestamp() - b.xact_start)::bigint
                            || ' s', ''), '') AS blocker_text
FROM pg_stat_activity a
LEFT JOIN (
    SELECT pid, phase, current_locker_pid AS locker,
           CASE WHEN lockers_total > 0 AND phase LIKE 'waiting%' THEN least(lockers_done, lockers_total)
                WHEN blocks_total > 0 THEN blocks_done ELSE tuples_done END AS done,
           CASE WHEN lockers_total > 0 AND phase LIKE 'waiting%' THEN lockers_total
                WHEN blocks_total > 0 THEN blocks_total ELSE tuples_total END AS total,
           CASE WHEN lockers_total > 0 AND phase LIKE 'waiting%' THEN 'sessions'
                WHEN blocks_total > 0 THEN 'blocks' ELSE 'rows' END AS unit
    FROM pg_stat_progress_create_index
    UNION ALL
    SELECT pid, phase, 0, heap_blks_scanned, heap_blks_total, 'blocks' FROM pg_stat_progress_cluster
    UNION ALL
    SELECT pid, phase, 0, heap_blks_scanned, heap_blks_total, 'blocks' FROM pg_stat_progress_vacuum
    UNION ALL
    SELECT pid, phase, 0, sample_blks_scanned, sample_blks_total, 'blocks' FROM pg_stat_progress_analyze
) p ON p.pid = a.pid
LEFT JOIN pg_stat_activity b ON b.pid = coalesce(nullif(p.locker, 0), (pg_blocking_pids(a.pid))[1])
WHERE a.pid = $1
  AND a.state = 'active'
