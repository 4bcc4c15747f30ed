-- B-trees that are larger than they would be if built anew, estimated from the rows and the width of their columns as of
-- the last ANALYZE; deduplication of equal keys makes the estimate a lower bound of what would be gained.
SELECT n.nspname AS schema, c.relname AS name, t.oid::regclass::text AS table, pg_relation_size(c.oid) AS bytes,
       (greatest(c.reltuples, 0) * (width.bytes + 12) / 0.9 * 1.01)::bigint + 16384 AS wanted
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_am m ON m.oid = c.relam AND m.amname = 'btree'
CROSS JOIN LATERAL (
    SELECT CASE WHEN count(*) = count(s.avg_width) THEN sum((s.avg_width + 7) / 8 * 8) END AS bytes
    FROM unnest(i.indkey::smallint[]) AS k (num)
    LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num AND k.num > 0
    LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = t.relname AND s.attname = a.attname
                        AND NOT s.inherited) AS width
WHERE i.indisvalid AND n.nspname !~ '^pg_' AND n.nspname <> 'pgmend' AND width.bytes IS NOT NULL
  AND t.reltuples >= 0 AND i.indpred IS NULL
  AND pg_relation_size(c.oid) > 10 * 1024 * 1024
  AND pg_relation_size(c.oid) > 2 * ((greatest(c.reltuples, 0) * (width.bytes + 12) / 0.9 * 1.01)::bigint + 16384)
ORDER BY 1, 2
