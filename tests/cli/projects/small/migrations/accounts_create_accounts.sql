-- Create accounts
--
-- revision:      accounts
-- down_revision:
-- branch_labels:
-- depends_on:
-- created:       2025-01-01T10:00:00Z

-- migrate:up
CREATE TABLE accounts (
    id integer PRIMARY KEY,
    name text NOT NULL
);

-- migrate:down
DROP TABLE accounts;
