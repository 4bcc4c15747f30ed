-- What the index $1 (oid) is on: its name, table, keys and predicate as SQL. `plain` = columns only, and all rows;
-- `nulls_same` = NULLS NOT DISTINCT.
SELECT i.indexrelid::regclass::text AS name, i.indrelid::regclass::text AS table, i.indisvalid AS valid,
       ARRAY(SELECT pg_get_indexdef(i.indexrelid, n, false) FROM generate_series(1, i.indnkeyatts::int) n) AS keys,
       coalesce(pg_get_expr(i.indpred, i.indrelid), '') AS predicate,
       i.indexprs IS NULL AND i.indpred IS NULL AS plain,
       coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS nulls_same
FROM pg_index i
WHERE i.indexrelid = $1::oid
