-- Add email to accounts
--
-- revision:      email
-- down_revision: accounts
-- branch_labels:
-- depends_on:
-- created:       2025-01-02T10:00:00Z

-- migrate:up
ALTER TABLE accounts ADD COLUMN email varchar(200);
CREATE INDEX accounts_email_idx ON accounts (lower(email));

-- migrate:down
DROP INDEX accounts_email_idx;
ALTER TABLE accounts DROP COLUMN email;
