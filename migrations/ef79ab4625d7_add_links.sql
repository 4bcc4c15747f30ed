-- Add links to tracker_tasks
--
-- revision:      ef79ab4625d7
-- down_revision: 6f01179c965e
-- branch_labels:
-- depends_on:
-- created:       2025-08-20T09:00:00Z

-- migrate:up
ALTER TABLE tracker_tasks ADD COLUMN links json;

-- migrate:down
ALTER TABLE tracker_tasks DROP COLUMN links;
