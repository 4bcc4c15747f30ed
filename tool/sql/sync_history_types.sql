-- Whether the columns of tracker_task_history have the types that its revisions give them, or others whose values look
-- the same in COPY's binary format.
SELECT count(*) = 8 AS exact
FROM (VALUES ('id', 'uuid', ''), ('task_id', 'int4', ''), ('tracker_id', 'varchar', 'text'),
             ('status', 'varchar', 'text'), ('status_display', 'varchar', 'text'), ('start_date', 'timestamp', ''),
             ('end_date', 'timestamp', ''), ('created_at', 'timestamp', '')) AS w (name, type, alike)
JOIN pg_attribute a ON a.attrelid = to_regclass('tracker_task_history') AND a.attname = w.name AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid AND t.typnamespace = 'pg_catalog'::regnamespace AND t.typname IN (w.type, w.alike)
