-- Log what was done
--
-- revision:      audit_log
-- down_revision: auditing
-- branch_labels:
-- depends_on:    left
-- created:       2025-02-01T10:00:00Z

-- migrate:up
CREATE TABLE audit_log_made (id integer);

-- migrate:down
DROP TABLE audit_log_made;
