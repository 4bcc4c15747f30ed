-- Indexes that nobody can use: INVALID ones on tables on which no session is building any (REINDEX CONCURRENTLY names
-- only the new one of its two). `leftover` = what a failed REINDEX
-- CONCURRENTLY has left behind beside the index that it was to replace;
-- `equalled` = a valid one is the same but for its name.
SELECT i.indexrelid AS oid, n.nspname AS schema, c.relname AS name, t.relname AS table, c.relkind AS kind,
       c.relname ~ '_cc(new|old)[0-9]*$' AS leftover,
       EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')) AS constrained,
       EXISTS (SELECT
               FROM pg_index v
               JOIN pg_class vc ON vc.oid = v.indexrelid
               WHERE v.indrelid = i.indrelid AND v.indisvalid AND vc.relam = c.relam AND v.indisunique = i.indisunique
                 AND v.indkey = i.indkey AND v.indclass = i.indclass AND v.indcollation = i.indcollation
                 AND v.indoption = i.indoption
                 AND (to_jsonb(v) ->> 'indnullsnotdistinct') IS NOT DISTINCT FROM (to_jsonb(i) ->> 'indnullsnotdistinct')
                 AND pg_get_expr(v.indexprs, v.indrelid) IS NOT DISTINCT FROM pg_get_expr(i.indexprs, i.indrelid)
                 AND pg_get_expr(v.indpred, v.indrelid) IS NOT DISTINCT FROM pg_get_expr(i.indpred, i.indrelid)) AS equalled,
       i.indisready AS ready,
       pg_relation_size(i.indexrelid) AS bytes
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT i.indisvalid
  AND n.nspname !~ '^pg_toast|^pg_temp'
  AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.relid = i.indrelid)
ORDER BY n.nspname, c.relname
