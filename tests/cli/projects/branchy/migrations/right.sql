-- The other "way"
--
-- revision:      right
-- down_revision: start
-- branch_labels:
-- depends_on:
-- created:       2025-02-01T10:00:00Z

-- migrate:up
CREATE TABLE right_made (id integer);

-- migrate:down
DROP TABLE right_made;
