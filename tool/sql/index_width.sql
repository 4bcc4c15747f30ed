-- How wide a row of an index on columns $2 (names) of the table $1 (oid) is on the average, by the last ANALYZE; null
-- where nothing is known of one of them.
SELECT CASE WHEN count(*) FILTER (WHERE coalesce(s.avg_width, i.avg_width) IS NULL) = 0
            THEN sum(coalesce(s.avg_width, i.avg_width))::bigint END AS width
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN unnest($2::text[]) AS k (column_name)
LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = k.column_name
                    AND NOT s.inherited
LEFT JOIN pg_stats i ON i.schemaname = n.nspname AND i.tablename = c.relname AND i.attname = k.column_name
                    AND i.inherited
WHERE c.oid = $1::oid
