-- Add customer, and full_data with the whole issue as the API sent it
--
-- revision:      559cdae67d39
-- down_revision: 4169cc34948d
-- branch_labels:
-- depends_on:
-- created:       2025-10-28T09:00:00Z

-- migrate:up
ALTER TABLE tracker_tasks ADD COLUMN customer text;
ALTER TABLE tracker_tasks ADD COLUMN full_data jsonb;
CREATE INDEX idx_tracker_tasks_full_data_gin ON tracker_tasks USING gin (full_data jsonb_path_ops);

-- migrate:down
DROP INDEX idx_tracker_tasks_full_data_gin;
ALTER TABLE tracker_tasks DROP COLUMN full_data;
ALTER TABLE tracker_tasks DROP COLUMN customer;
