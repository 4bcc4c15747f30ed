-- Create orders
--
-- revision:      orders
-- down_revision: email
-- branch_labels:
-- depends_on:
-- created:       2025-01-03T10:00:00Z

-- migrate:up
CREATE TABLE orders (
    id serial PRIMARY KEY,
    account integer NOT NULL REFERENCES accounts (id),
    total numeric(10, 2) CHECK (total >= 0)
);
CREATE INDEX CONCURRENTLY orders_account_idx ON orders (account);
INSERT INTO accounts (id, name) VALUES (1, 'first');

-- migrate:down
DELETE FROM accounts WHERE id = 1;
DROP TABLE orders;
