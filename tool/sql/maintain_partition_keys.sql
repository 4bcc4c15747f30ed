-- The columns by which the partitioned table $1 (oid) and its partitions are divided (names, an array); null when one of
-- them is divided by an expression, or compares values otherwise than the column does.
SELECT CASE WHEN bool_and(u.num > 0 AND u.coll IN (0, a.attcollation) AND o.opcdefault) THEN array_agg(DISTINCT a.attname::text) END AS columns
FROM pg_partition_tree($1::oid) t
JOIN pg_partitioned_table p ON p.partrelid = t.relid
CROSS JOIN LATERAL unnest(p.partattrs::smallint[], p.partcollation::oid[], p.partclass::oid[]) u (num, coll, class)
LEFT JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = u.num
LEFT JOIN pg_opclass o ON o.oid = u.class
