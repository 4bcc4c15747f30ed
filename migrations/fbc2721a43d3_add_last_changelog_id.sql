-- Add last_changelog_id to tracker_tasks for incremental history sync
--
-- revision:      fbc2721a43d3
-- down_revision: 46bc5096a103
-- branch_labels:
-- depends_on:
-- created:       2025-10-13T18:49:49Z

-- migrate:up
ALTER TABLE tracker_tasks ADD COLUMN last_changelog_id varchar(255);
CREATE INDEX idx_tracker_tasks_last_changelog_id ON tracker_tasks (last_changelog_id);

-- migrate:down
DROP INDEX idx_tracker_tasks_last_changelog_id;
ALTER TABLE tracker_tasks DROP COLUMN last_changelog_id;
