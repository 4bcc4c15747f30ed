-- Begin
--
-- revision:      start
-- down_revision:
-- branch_labels:
-- depends_on:
-- created:       2025-02-01T10:00:00Z

-- migrate:up
CREATE TABLE start_made (id integer);

-- migrate:down
DROP TABLE start_made;
