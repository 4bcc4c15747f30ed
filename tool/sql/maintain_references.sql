-- The foreign keys that point at the table $1 (oid), or at one of its partitions or heirs alone; `only` is that one, 0 for
-- the whole. Their columns in pairs; `indexed` tells whether an index begins with the referencing columns.
WITH RECURSIVE tree AS (
    SELECT $1::oid AS oid
    UNION
    SELECT h.inhrelid
    FROM pg_inherits h
    JOIN tree ON tree.oid = h.inhparent)
SELECT k.conname AS name, n.nspname AS schema, c.relname AS table,
       (SELECT array_agg(a.attname ORDER BY u.nr)
        FROM unnest(k.conkey) WITH ORDINALITY u (num, nr)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num)::text[] AS columns,
       (SELECT array_agg(a.attname ORDER BY u.nr)
        FROM unnest(k.confkey) WITH ORDINALITY u (num, nr)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num)::text[] AS referenced,
       EXISTS (SELECT
               FROM pg_index i
               WHERE i.indrelid = k.conrelid AND i.indisvalid AND i.indpred IS NULL
                 AND (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey) AS indexed,
       CASE k.confrelid WHEN $1::oid THEN 0 ELSE k.confrelid END AS only
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype = 'f' AND k.confrelid IN (SELECT oid FROM tree)
  AND NOT EXISTS (SELECT
                  FROM pg_constraint above
                  WHERE above.oid = k.conparentid AND above.confrelid IN (SELECT oid FROM tree))
ORDER BY 2, 3, 1
