-- The tables that inherit from a table ($1, quoted and qualified), those of several steps too, each behind its parent; no
-- partitions.
WITH RECURSIVE heirs AS (
    SELECT i.inhrelid AS oid, i.inhparent AS parent, i.inhseqno, 1 AS depth
    FROM pg_catalog.pg_inherits i WHERE i.inhparent OPERATOR(pg_catalog.=) $1::pg_catalog.regclass
    UNION
    SELECT i.inhrelid, i.inhparent, i.inhseqno, h.depth OPERATOR(pg_catalog.+) 1
    FROM heirs h JOIN pg_catalog.pg_inherits i ON i.inhparent OPERATOR(pg_catalog.=) h.oid
)
SELECT n.nspname AS schema, c.relname AS name, pn.nspname AS parent_schema, p.relname AS parent
FROM (SELECT oid, parent, pg_catalog.min(inhseqno) AS inhseqno, pg_catalog.max(depth) AS depth FROM heirs GROUP BY oid, parent) h
JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) h.oid
JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
JOIN pg_catalog.pg_class p ON p.oid OPERATOR(pg_catalog.=) h.parent
JOIN pg_catalog.pg_namespace pn ON pn.oid OPERATOR(pg_catalog.=) p.relnamespace
WHERE NOT c.relispartition
ORDER BY h.depth, c.oid, h.inhseqno
