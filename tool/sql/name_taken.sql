-- Whether the name $2 cannot be given to a constraint ($3 = false) or a unique constraint's or plain index ($3 = true) of
-- the table $1 (as SQL names it). What an interrupted run has left of the very same does not count: a NOT VALID
-- constraint of the table, an index of the table that belongs to no constraint.
SELECT EXISTS (SELECT FROM pg_constraint k
               WHERE k.connamespace = t.relnamespace AND k.conname = $2 AND NOT (k.conrelid = t.oid AND NOT k.convalidated))
    OR $3::boolean AND EXISTS (
           SELECT FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
           WHERE c.relnamespace = t.relnamespace AND c.relname = $2
             AND (i.indrelid IS DISTINCT FROM t.oid OR EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid)))
       AS taken
FROM (SELECT to_regclass($1) AS oid) asked
LEFT JOIN pg_class t ON t.oid = asked.oid
