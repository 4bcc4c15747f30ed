-- Begin the audit branch
--
-- revision:      auditing
-- down_revision:
-- branch_labels: audit
-- depends_on:
-- created:       2025-02-01T10:00:00Z

-- migrate:up
CREATE TABLE auditing_made (id integer);

-- migrate:down
DROP TABLE auditing_made;
