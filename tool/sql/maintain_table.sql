-- The table of that name, one row; none when there is no such table. $1 the name as SQL reads it, $2 the same with its
-- parts quoted, for names that were typed without their quotes.
SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind, c.relpersistence AS persistence,
       (SELECT greatest(sum(greatest(l.reltuples, 0)), 0)::bigint
        FROM pg_class l
        WHERE l.oid = c.oid OR l.oid IN (SELECT relid FROM pg_partition_tree(c.oid) WHERE isleaf)) AS rows,
       CASE WHEN c.relkind = 'p'
            THEN (SELECT coalesce(sum(pg_total_relation_size(relid)), 0) FROM pg_partition_tree(c.oid))::bigint
            ELSE pg_total_relation_size(c.oid) END AS bytes,
       EXISTS (SELECT FROM pg_inherits h WHERE h.inhparent = c.oid) AND c.relkind = 'r' AS has_children,
       has_table_privilege(c.oid, 'DELETE') AS may_delete,
       has_table_privilege(c.oid, 'UPDATE') OR has_any_column_privilege(c.oid, 'UPDATE') AS may_lock,
       c.relrowsecurity AND row_security_active(c.oid) AS row_security
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = coalesce(to_regclass($2), to_regclass($1))
