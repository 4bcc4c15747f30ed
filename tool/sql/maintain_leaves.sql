-- The tables that hold the rows of the table $1 (oid): itself, the leaves of its partition tree, the tables that inherit
-- from it. `file` changes when the table is rewritten; `access` is the access method where it is not PostgreSQL's heap.
WITH RECURSIVE tree AS (
    SELECT $1::oid AS oid
    UNION
    SELECT h.inhrelid
    FROM pg_inherits h
    JOIN tree ON tree.oid = h.inhparent
    WHERE NOT coalesce((to_jsonb(h) ->> 'inhdetachpending')::boolean, false))
SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind, pg_relation_filenode(c.oid) AS file,
       c.reltuples::bigint AS rows,
       (SELECT m.amname
        FROM pg_am m
        WHERE m.oid = c.relam AND m.amhandler <> 'pg_catalog.heap_tableam_handler'::regproc) AS access
FROM tree
JOIN pg_class c ON c.oid = tree.oid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind <> 'p'
ORDER BY 2, 3
