-- Turn links into jsonb, with a GIN index for containment
--
-- revision:      46bc5096a103
-- down_revision: ef79ab4625d7
-- branch_labels:
-- depends_on:
-- created:       2025-09-02T09:00:00Z

-- migrate:up
ALTER TABLE tracker_tasks ALTER COLUMN links TYPE jsonb USING links::jsonb;
CREATE INDEX idx_tracker_tasks_links_gin ON tracker_tasks USING gin (links jsonb_path_ops);

-- migrate:down
DROP INDEX idx_tracker_tasks_links_gin;
ALTER TABLE tracker_tasks ALTER COLUMN links TYPE json USING links::json;
