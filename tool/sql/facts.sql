-- What a migrating command must know of the server and the database before anything else; one row.
-- $1 the version table's name, quoted (and qualified when its schema was given); $2 pgmend's schema, $3 its ledger and
-- $4 the ledger's index, quoted. Only functions, and their values as they are: each operator, cast or table more is one
-- that a new session has to look up first, and a query on the catalog's tables would cost it four times as much. Rights
-- are not asked for: to_regclass() fails for a name in a schema that the role may not use, and then facts_by_rights.sql
-- is the query.
SELECT pg_backend_pid() AS pid,
       current_schemas(false) AS schemas,
       pg_is_in_recovery() AS standby,
       current_setting('transaction_read_only') AS read_only,
       to_regclass($1) AS version_table,
       to_regnamespace($2) AS pgmend_schema,
       to_regclass($3) AS ledger,
       true AS reads_ledger,
       true AS writes_ledger,
       to_regclass($4) AS ledger_index
