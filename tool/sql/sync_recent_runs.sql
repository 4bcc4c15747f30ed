-- The last $1 runs, newest first.
SELECT id, sync_started_at, sync_completed_at, coalesce(status, '') AS status, coalesce(tasks_processed, 0) AS processed,
       coalesce(tasks_created, 0) AS created, coalesce(tasks_updated, 0) AS updated,
       coalesce(errors_count, 0) AS errors, coalesce(error_details, '') AS details
FROM tracker_sync_logs
ORDER BY sync_started_at DESC, id
LIMIT $1::integer
