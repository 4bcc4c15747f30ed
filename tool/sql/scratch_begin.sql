-- Prepares a savepoint for copies, in one row: prefix = of the names of this session's scratch schemas, may_create = may the
-- role make them. Its settings end with the savepoint: bodies of functions are not looked into, event triggers do not fire
-- where the role may say so, and an extension that distributes tables keeps the copies on this server.
SELECT pg_catalog.concat('pgmend_scratch_', pg_catalog.pg_backend_pid()) AS prefix,
       pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') AS may_create,
       pg_catalog.set_config('check_function_bodies', 'off', true) AS bodies,
       CASE WHEN pg_catalog.current_setting('is_superuser') OPERATOR(pg_catalog.=) 'on'
            THEN pg_catalog.set_config('session_replication_role', 'replica', true) END AS event_triggers,
       CASE WHEN pg_catalog.current_setting('citus.enable_ddl_propagation', true) IS NOT NULL
            THEN pg_catalog.set_config('citus.enable_ddl_propagation', 'off', true) END AS propagation
