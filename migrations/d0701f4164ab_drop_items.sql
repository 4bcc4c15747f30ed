-- Drop the table items where it exists
--
-- revision:      d0701f4164ab
-- down_revision: 5d4313ca2c02
-- branch_labels:
-- depends_on:
-- created:       2025-07-15T09:00:00Z

-- migrate:up
DROP TABLE IF EXISTS items CASCADE;

-- migrate:down
