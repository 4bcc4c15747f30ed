-- What decides about locks and scans, of each relation asked for that is there. $1 schemas ('' = by search_path),
-- $2 names. A size is not asked of a relation that somebody has locked, since that would wait.
WITH asked AS (
    SELECT q.schema, q.name,
           CASE WHEN q.schema = '' THEN to_regclass(quote_ident(q.name))
                ELSE to_regclass(quote_ident(q.schema) || '.' || quote_ident(q.name)) END AS oid
    FROM unnest($1::text[], $2::text[]) AS q (schema, name)
), locked AS MATERIALIZED (
    SELECT DISTINCT l.relation FROM pg_locks l
    WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.granted AND l.pid <> pg_backend_pid()
), pointing AS MATERIALIZED ( -- what foreign keys of others point to; no index of pg_constraint leads there
    SELECT k.confrelid AS oid, k.conrelid, k.confkey
    FROM pg_constraint k
    WHERE k.contype = 'f' AND k.conrelid <> k.confrelid AND k.confrelid IN (SELECT oid FROM asked)
), pointed AS MATERIALIZED (
    SELECT p.oid,
           array_agg(DISTINCT format('%I.%I', tn.nspname, t.relname)) AS tables,
           ARRAY(SELECT DISTINCT f.attname::text FROM pointing o JOIN pg_attribute f ON f.attrelid = o.oid AND f.attnum = ANY (o.confkey)
                 WHERE o.oid = p.oid) AS columns
    FROM pointing p JOIN pg_class t ON t.oid = p.conrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
    GROUP BY p.oid
)
SELECT a.schema, a.name, format('%I.%I', n.nspname, c.relname) AS full_name, c.relkind AS kind,
       c.reltuples::bigint AS rows,
       CASE WHEN c.oid IN (SELECT relation FROM locked)
            THEN c.relpages::bigint * current_setting('block_size')::bigint
            ELSE coalesce(pg_total_relation_size(c.oid), 0) END AS bytes,
       coalesce((SELECT format('%I.%I', tn.nspname, t.relname)
                 FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
                 WHERE i.indexrelid = c.oid), '') AS owner_table,
       EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = c.oid AND i.indisunique) AS is_unique,
       columns.names AS column_names, columns.not_null AS column_not_null, columns.types AS column_types,
       constraints.names AS constraint_names, constraints.types AS constraint_types,
       constraints.validated AS constraint_validated, constraints.others AS constraint_others,
       constraints.columns AS constraint_columns,
       coalesce(pointed.columns, '{}') AS referenced_columns,
       coalesce(pointed.tables, '{}') AS referenced_by,
       coalesce((WITH RECURSIVE below AS (
                     SELECT h.inhrelid AS oid FROM pg_inherits h WHERE h.inhparent = c.oid
                     UNION SELECT h.inhrelid FROM below b JOIN pg_inherits h ON h.inhparent = b.oid)
                 SELECT array_agg(format('%I.%I', tn.nspname, t.relname) ORDER BY t.relname)
                 FROM below b JOIN pg_class t ON t.oid = b.oid JOIN pg_namespace tn ON tn.oid = t.relnamespace), '{}')
           AS partitions,
       coalesce((SELECT format('%I.%I', tn.nspname, t.relname)
                 FROM pg_partitioned_table p JOIN pg_class t ON t.oid = p.partdefid
                 JOIN pg_namespace tn ON tn.oid = t.relnamespace WHERE p.partrelid = c.oid), '') AS default_partition,
       coalesce((SELECT format('%I.%I', tn.nspname, t.relname)
                 FROM pg_inherits h JOIN pg_class t ON t.oid = h.inhparent JOIN pg_namespace tn ON tn.oid = t.relnamespace
                 WHERE h.inhrelid = c.oid AND c.relispartition), '') AS parent,
       coalesce((SELECT array_agg(DISTINCT format('%I.%I', tn.nspname, t.relname))
                 FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class t ON t.oid = r.ev_class
                 JOIN pg_namespace tn ON tn.oid = t.relnamespace
                 WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
                   AND d.refobjid = c.oid AND t.oid <> c.oid), '{}') AS dependent_views
FROM asked a
JOIN pg_class c ON c.oid = a.oid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pointed ON pointed.oid = c.oid
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(f.attname::text ORDER BY f.attnum), '{}') AS names,
           coalesce(array_agg(f.attnotnull OR EXISTS (
                        SELECT FROM pg_constraint k
                        WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.convalidated AND k.conkey = ARRAY[f.attnum]
                          AND pg_get_constraintdef(k.oid) = format('CHECK ((%I IS NOT NULL))', f.attname))
                    ORDER BY f.attnum), '{}') AS not_null,
           coalesce(array_agg(format_type(f.atttypid, f.atttypmod) || ' ' || f.attcollation ORDER BY f.attnum), '{}')
               AS types
    FROM pg_attribute f WHERE f.attrelid = c.oid AND f.attnum > 0 AND NOT f.attisdropped) columns
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(k.conname::text ORDER BY k.oid), '{}') AS names,
           coalesce(array_agg(k.contype::text ORDER BY k.oid), '{}') AS types,
           coalesce(array_agg(k.convalidated ORDER BY k.oid), '{}') AS validated,
           coalesce(array_agg(coalesce((SELECT format('%I.%I', tn.nspname, t.relname)
                                        FROM pg_class t JOIN pg_namespace tn ON tn.oid = t.relnamespace
                                        WHERE t.oid = k.confrelid), '') ORDER BY k.oid), '{}') AS others,
           coalesce(array_agg((SELECT coalesce(array_agg(f.attname::text), '{}') FROM pg_attribute f
                               WHERE f.attrelid = c.oid AND f.attnum = ANY (k.conkey))::text ORDER BY k.oid), '{}')
               AS columns
    FROM pg_constraint k WHERE k.conrelid = c.oid) constraints;
