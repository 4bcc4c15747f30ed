-- Merge add_task_updated_at_field and d0701f4164ab
--
-- revision:      6f01179c965e
-- down_revision: add_task_updated_at_field, d0701f4164ab
-- branch_labels:
-- depends_on:
-- created:       2025-07-17T09:00:00Z

-- migrate:up

-- migrate:down
