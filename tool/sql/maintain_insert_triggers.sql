-- What may change rows that are inserted into the table $1 (oid): the name of a rule on INSERT, null without one, and
-- whether a trigger runs after it.
SELECT (SELECT min(r.rulename)
        FROM pg_rewrite r
        WHERE r.ev_class = $1::oid AND r.ev_type = '3' AND r.ev_enabled <> 'D') AS rule,
       EXISTS (SELECT
               FROM pg_trigger t
               WHERE (t.tgrelid = $1::oid OR t.tgrelid IN (SELECT relid FROM pg_partition_tree($1::oid)))
                 AND NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgtype & 2 = 0 AND t.tgtype & 4 <> 0) AS after
