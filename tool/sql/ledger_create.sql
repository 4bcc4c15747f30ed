-- pgmend's own record of what was run: one row a revision and direction, open (finished_at null) while it runs. Run again,
-- it brings a ledger that an older pgmend has made up to date; the index is made last, and tells that all is there.
CREATE TABLE IF NOT EXISTS {schema}.ledger (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version_table text NOT NULL,
    revision text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('up', 'down', 'stamp')),
    checksum text,
    statements integer NOT NULL DEFAULT 0,
    statements_done integer NOT NULL DEFAULT 0,
    statements_skipped integer NOT NULL DEFAULT 0,
    done_checksum text,
    down_sql text,
    applied_by text NOT NULL DEFAULT session_user,
    client text NOT NULL DEFAULT coalesce(host(inet_client_addr()), 'local'),
    tool text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);
ALTER TABLE {schema}.ledger ADD COLUMN IF NOT EXISTS parents text[];
CREATE INDEX IF NOT EXISTS ledger_of_revision ON {schema}.ledger (version_table, revision);
-- Whoever creates it first, the database's owner can use it.
GRANT USAGE ON SCHEMA {schema} TO {owner};
GRANT SELECT, INSERT, UPDATE ON {schema}.ledger TO {owner}
