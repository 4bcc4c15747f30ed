-- Closes runs that are said to be running; whoever runs this holds the lock, so that their sessions are gone. $1 = now.
UPDATE tracker_sync_logs
SET status = 'failed', sync_completed_at = $1::timestamp,
    error_details = concat_ws('; ', 'the run ended without a status; closed by the next run', error_details)
WHERE status = 'running'
