-- The attributes of the index $1 (oid) as (attribute, value), the same for the same index on any table.
SELECT v.attribute, coalesce(v.value, '') AS value
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_am m ON m.oid = c.relam,
     LATERAL (VALUES
         ('method', m.amname::text),
         ('unique', CASE WHEN i.indisunique THEN 'yes' ELSE 'no' END),
         ('columns', (SELECT string_agg(
                                 pg_get_indexdef(i.indexrelid, k.n::int, false)
                                 || CASE WHEN k.n > i.indnkeyatts THEN ' (included)' ELSE '' END
                                 || coalesce(' ' || o.opcnamespace::regnamespace || '.' || o.opcname, '')
                                 || CASE WHEN coalesce(i.indcollation[k.n - 1], 0) NOT IN (0, 100)
                                         THEN ' collate ' || i.indcollation[k.n - 1]::regcollation ELSE '' END
                                 || CASE WHEN m.amname <> 'btree' OR k.n > i.indnkeyatts THEN ''
                                         WHEN i.indoption[k.n - 1] & 1 = 1 THEN ' desc' ELSE ' asc' END
                                 || CASE WHEN m.amname <> 'btree' OR k.n > i.indnkeyatts THEN ''
                                         WHEN i.indoption[k.n - 1] & 2 = 2 THEN ' nulls first' ELSE ' nulls last' END,
                                 ', ' ORDER BY k.n)
                      FROM generate_series(1, i.indnatts) AS k (n)
                      LEFT JOIN pg_opclass o ON o.oid = i.indclass[k.n - 1])),
         ('predicate', coalesce(pg_get_expr(i.indpred, i.indrelid), 'none')),
         ('nulls not distinct', coalesce(to_jsonb(i) ->> 'indnullsnotdistinct', 'false')),
         ('storage parameters', (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(c.reloptions) o))
     ) AS v (attribute, value)
WHERE i.indexrelid = $1::oid
