-- Foreign keys whose columns no index begins with: each delete or key change in the table that they point at reads the
-- whole referencing table.
SELECT n.nspname AS schema, k.conname AS name, c.oid::regclass::text AS table,
       (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY u.nr)
        FROM unnest(k.conkey) WITH ORDINALITY u (num, nr)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num) AS columns,
       k.confrelid::regclass::text AS target,
       greatest(c.reltuples, 0)::bigint AS rows
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype = 'f' AND k.conparentid = 0 AND n.nspname !~ '^pg_' AND n.nspname <> 'pgmend'
  AND NOT EXISTS (SELECT
                  FROM pg_index i
                  WHERE i.indrelid = k.conrelid AND i.indisvalid
                    AND (i.indpred IS NULL
                         OR pg_get_expr(i.indpred, i.indrelid) ~ '^\([^()]* IS NOT NULL\)$')
                    AND (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey)
ORDER BY 1, 2
