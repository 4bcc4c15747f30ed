-- What a migrating command must know of the server and the database before anything else; one row.
-- $1 the version table's name, quoted (and qualified when its schema was given); $2 pgmend's schema, $3 its ledger and
-- $4 the ledger's index, quoted. Only functions, and their values as they are: each operator, cast or table more is one
-- that a new session has to look up first, and a query on the catalog's tables would cost it four times as much.
-- to_regclass() fails for a name in a schema that the role may not use, so that right is asked for first.
SELECT pg_backend_pid() AS pid,
       current_schemas(false) AS schemas,
       pg_is_in_recovery() AS standby,
       current_setting('transaction_read_only') AS read_only,
       to_regclass($1) AS version_table,
       to_regnamespace($2) AS pgmend_schema,
       own.ledger AS ledger,
       has_table_privilege(own.ledger, 'SELECT') AS reads_ledger,
       has_table_privilege(own.ledger, 'INSERT') AND has_table_privilege(own.ledger, 'UPDATE') AS writes_ledger,
       CASE WHEN own.ledger IS NOT NULL THEN to_regclass($4) END AS ledger_index
FROM (SELECT CASE WHEN has_schema_privilege(to_regnamespace($2), 'USAGE') THEN to_regclass($3) END AS ledger) own
