-- One way
--
-- revision:      left
-- down_revision: start
-- branch_labels:
-- depends_on:
-- created:       2025-02-01T10:00:00Z

-- migrate:up
CREATE TABLE left_made (id integer);

-- migrate:down
DROP TABLE left_made;
