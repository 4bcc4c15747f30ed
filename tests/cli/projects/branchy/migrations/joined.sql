-- Join both ways
--
-- revision:      joined
-- down_revision: left, right
-- branch_labels:
-- depends_on:
-- created:       2025-02-01T10:00:00Z

-- migrate:up
CREATE TABLE joined_made (id integer);

-- migrate:down
DROP TABLE joined_made;
