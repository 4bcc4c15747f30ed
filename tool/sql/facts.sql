-- What a migrating command must know of the server and the database before anything else; one row.
-- $1 the version table's name, quoted (and qualified when its schema was given); $2 pgmend's schema and $3 its ledger,
-- quoted. Functions only: a query on the catalog's tables would cost a new session four times as much to plan.
SELECT pg_backend_pid() AS pid,
       coalesce(current_schema(), '') AS schema,
       session_user AS "user",
       pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean AS read_only,
       (parse_ident((pg_identify_object('pg_class'::regclass, to_regclass($1), 0)).schema))[1] AS version_schema,
       to_regnamespace($2) IS NOT NULL AS has_pgmend_schema,
       to_regclass($3) IS NOT NULL AS has_ledger
