-- Maintenance jobs that can be resumed: one row a job; the figures are those of the last chunk's transaction.
CREATE TABLE IF NOT EXISTS {schema}.job (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    table_schema text NOT NULL,
    table_name text NOT NULL,
    options jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('scanning', 'planned', 'deleting', 'indexing', 'running', 'done', 'failed', 'cancelled')),
    -- So many of the rows that were found have been dealt with: those up to this place in the work table.
    position bigint NOT NULL DEFAULT 0,
    last bigint NOT NULL DEFAULT 0,
    place text NOT NULL DEFAULT '',
    scans integer NOT NULL DEFAULT 0,
    duplicates bigint NOT NULL DEFAULT 0,
    deleted bigint NOT NULL DEFAULT 0,
    archived bigint NOT NULL DEFAULT 0,
    repointed bigint NOT NULL DEFAULT 0,
    left_alone bigint NOT NULL DEFAULT 0,
    chunks bigint NOT NULL DEFAULT 0,
    longest_chunk_ms double precision NOT NULL DEFAULT 0,
    elapsed_ms double precision NOT NULL DEFAULT 0,
    chunk_rows bigint NOT NULL DEFAULT 0,
    archive_table text,
    error text,
    started_by text NOT NULL DEFAULT session_user,
    started_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    -- The relation that the job is on, whatever its name is now, and its archive, which tells whether this is still the
    -- database that the oids are of.
    table_oid oid,
    archive_oid oid,
    -- Of each archived column: its name in the archive, its attribute number in the table, whether it was generated.
    archive_columns jsonb
);
-- Whoever creates it first, the database's owner can use it.
GRANT USAGE ON SCHEMA {schema} TO {owner};
GRANT SELECT, INSERT, UPDATE ON {schema}.job TO {owner}
