-- The names of all tables with rows of their own outside the system's schemas and pgmend's, quoted as SQL needs it;
-- without those of the names $1 and $2.
SELECT format('%I.%I', n.nspname, c.relname)
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgmend')
  AND c.relname NOT IN ($1, $2)
ORDER BY 1
