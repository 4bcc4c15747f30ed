-- The tables that hold the rows of the table $1 (oid): itself, or the leaves of its partition tree. `file` changes when
-- the table is rewritten.
SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind, pg_relation_filenode(c.oid) AS file
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid IN (SELECT relid FROM pg_partition_tree($1::oid) WHERE isleaf)
   OR c.oid = $1::oid AND c.relkind = 'r'
ORDER BY 2, 3
