-- GIN indexes that gather new entries in a pending list, which every search reads from end to end.
SELECT n.nspname AS schema, c.relname AS name, i.indrelid::regclass::text AS table, c.oid,
       coalesce((SELECT option_value::bigint FROM pg_options_to_table(c.reloptions)
                 WHERE option_name = 'gin_pending_list_limit'),
                (SELECT setting::bigint FROM pg_settings WHERE name = 'gin_pending_list_limit')) AS limit_kb
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_am m ON m.oid = c.relam AND m.amname = 'gin'
WHERE i.indisvalid AND c.relkind = 'i' AND n.nspname !~ '^pg_'
  AND NOT coalesce(c.reloptions && ARRAY['fastupdate=off', 'fastupdate=false'], false)
ORDER BY 1, 2
