-- The row of facts.sql for any role: what it has no right to is told apart, and none of it is an error.
-- Parameters as in facts.sql.
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
