-- Indexes that nobody can use: INVALID ones which no session is building. `leftover` = what a failed REINDEX
-- CONCURRENTLY has left behind beside the index that it was to replace.
SELECT i.indexrelid AS oid, n.nspname AS schema, c.relname AS name, t.relname AS table, c.relkind AS kind,
       c.relname ~ '_cc(new|old)[0-9]*$' AS leftover,
       EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')) AS constrained,
       i.indisready AS ready,
       pg_relation_size(i.indexrelid) AS bytes
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT i.indisvalid
  AND n.nspname !~ '^pg_toast|^pg_temp'
  AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)
ORDER BY n.nspname, c.relname
