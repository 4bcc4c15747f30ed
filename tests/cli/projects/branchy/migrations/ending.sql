-- End of the main line
--
-- revision:      ending
-- down_revision: joined
-- branch_labels:
-- depends_on:
-- created:       2025-02-01T10:00:00Z

-- migrate:up
CREATE TABLE ending_made (id integer);

-- migrate:down
DROP TABLE ending_made;
