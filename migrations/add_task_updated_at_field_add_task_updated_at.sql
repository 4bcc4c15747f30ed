-- Add task_updated_at, when the task changed in the tracker
--
-- revision:      add_task_updated_at_field
-- down_revision: 5d4313ca2c02
-- branch_labels:
-- depends_on:
-- created:       2025-07-16T09:00:00Z

-- migrate:up
ALTER TABLE tracker_tasks ADD COLUMN task_updated_at timestamp;
CREATE INDEX idx_tracker_tasks_task_updated ON tracker_tasks (task_updated_at);

-- migrate:down
DROP INDEX idx_tracker_tasks_task_updated;
ALTER TABLE tracker_tasks DROP COLUMN task_updated_at;
