-- What the index build of the session $1 (pid) is doing; no row when it builds none. `done` of `total` in `unit`; who it
-- waits for, if it does.
SELECT p.phase,
       CASE WHEN p.lockers_total > 0 AND p.phase LIKE 'waiting%' THEN least(p.lockers_done, p.lockers_total)
            WHEN p.blocks_total > 0 THEN p.blocks_done ELSE p.tuples_done END AS done,
       CASE WHEN p.lockers_total > 0 AND p.phase LIKE 'waiting%' THEN p.lockers_total
            WHEN p.blocks_total > 0 THEN p.blocks_total ELSE p.tuples_total END AS total,
       CASE WHEN p.lockers_total > 0 AND p.phase LIKE 'waiting%' THEN 'sessions'
            WHEN p.blocks_total > 0 THEN 'blocks' ELSE 'rows' END AS unit,
       CASE WHEN coalesce(b.pid, 0) <> 0 THEN
            'pid ' || b.pid || coalesce(' (' || nullif(b.application_name, '') || ')', '')
            || coalesce(', in its transaction for ' || extract(epoch FROM clock_timestamp() - b.xact_start)::bigint || ' s',
                        '') END AS blocker
FROM pg_stat_progress_create_index p
LEFT JOIN pg_stat_activity b
       ON b.pid = coalesce(nullif(p.current_locker_pid, 0), (pg_blocking_pids(p.pid))[1])
WHERE p.pid = $1
