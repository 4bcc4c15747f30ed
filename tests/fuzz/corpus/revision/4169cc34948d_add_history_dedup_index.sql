-- Add the index by which duplicate history is found
--
-- revision:      4169cc34948d
-- down_revision: fbc2721a43d3
-- branch_labels:
-- depends_on:
-- created:       2025-10-20T09:00:00Z

-- migrate:up
CREATE INDEX idx_tracker_history_dedup ON tracker_task_history (task_id, status, start_date);

-- migrate:down
DROP INDEX idx_tracker_history_dedup;
