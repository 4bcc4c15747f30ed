-- What a migrating command must know of the server and the database before anything else; one row.
-- $1 the version table's name, quoted (and qualified when its schema was given); $2 pgmend's ledger, quoted.
SELECT pg_backend_pid() AS pid,
       coalesce(current_schema(), '') AS schema,
       session_user AS "user",
       pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean AS read_only,
       v.nspname AS version_schema,
       to_regclass($2) IS NOT NULL AS has_ledger
FROM (SELECT) one
LEFT JOIN LATERAL (SELECT n.nspname
                   FROM pg_class c
                   JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE c.oid = to_regclass($1)) v ON true
