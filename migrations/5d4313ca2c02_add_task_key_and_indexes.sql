-- Add the task key, and indexes by key and tracker id
--
-- revision:      5d4313ca2c02
-- down_revision: 99e284f2522b
-- branch_labels:
-- depends_on:
-- created:       2025-07-08T09:00:00Z

-- migrate:up
ALTER TABLE tracker_tasks ADD COLUMN key varchar(255);
CREATE INDEX ix_tracker_task_history_task_id ON tracker_task_history (task_id);
CREATE INDEX ix_tracker_task_history_tracker_id ON tracker_task_history (tracker_id);
DROP INDEX idx_tracker_tasks_tracker_id;
CREATE INDEX idx_tracker_tasks_tracker_id ON tracker_tasks (tracker_id);
CREATE INDEX idx_tracker_tasks_key ON tracker_tasks (key);
CREATE INDEX ix_tracker_tasks_id ON tracker_tasks (id);
CREATE INDEX ix_tracker_tasks_key ON tracker_tasks (key);
CREATE UNIQUE INDEX ix_tracker_tasks_tracker_id ON tracker_tasks (tracker_id);

-- migrate:down
DROP INDEX ix_tracker_tasks_tracker_id;
DROP INDEX ix_tracker_tasks_key;
DROP INDEX ix_tracker_tasks_id;
DROP INDEX idx_tracker_tasks_key;
DROP INDEX idx_tracker_tasks_tracker_id;
CREATE UNIQUE INDEX idx_tracker_tasks_tracker_id ON tracker_tasks (tracker_id);
DROP INDEX ix_tracker_task_history_tracker_id;
DROP INDEX ix_tracker_task_history_task_id;
ALTER TABLE tracker_tasks DROP COLUMN key;
