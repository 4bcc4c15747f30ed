-- What fires when a row of the table $1 (oid) is deleted: triggers of users and rules.
SELECT DISTINCT 'trigger' AS kind, t.tgname::text AS name,
       CASE WHEN t.tgtype & 2 <> 0 THEN 'before' ELSE 'after' END
       || CASE WHEN t.tgtype & 1 <> 0 THEN ' each row' ELSE ' each statement' END AS event,
       t.tgfoid::regproc::text AS function
FROM pg_trigger t
WHERE (t.tgrelid = $1::oid OR t.tgrelid IN (SELECT relid FROM pg_partition_tree($1::oid)))
  AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgtype & 8 <> 0
UNION
SELECT 'rule', r.rulename, 'on delete', ''
FROM pg_rewrite r
WHERE r.ev_class = $1::oid AND r.ev_type = '4' AND r.ev_enabled IN ('O', 'A')
ORDER BY 1, 2
