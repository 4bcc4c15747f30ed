-- The attributes of the index $1 (oid) as (attribute, value), the same for the same index on any table. What
-- is the default (operator class, ascending order) is left out of the columns.
SELECT 'kind' AS attribute,
       CASE relkind WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' WHEN 'r' THEN 'table' WHEN 'p' THEN 'table'
                    WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
                    ELSE 'other relation' END AS value
FROM pg_class
WHERE oid = $1::oid
UNION ALL
SELECT v.attribute, coalesce(v.value, 'none')
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_am m ON m.oid = c.relam,
     LATERAL (VALUES
         ('method', m.amname::text),
         ('unique', CASE WHEN i.indisunique THEN 'yes' ELSE 'no' END),
         ('columns', (SELECT string_agg(
                                 pg_get_indexdef(i.indexrelid, k.n::int, false)
                                 || CASE WHEN k.n > i.indnkeyatts THEN ' (included)' ELSE '' END
                                 || CASE WHEN o.opcdefault THEN ''
                                         WHEN o.opcnamespace = 'pg_catalog'::regnamespace THEN ' ' || o.opcname
                                         ELSE coalesce(' ' || o.opcnamespace::regnamespace || '.' || o.opcname, '') END
                                 || CASE WHEN coalesce(i.indcollation[k.n - 1], 0) NOT IN (0, 100)
                                         THEN ' collate ' || i.indcollation[k.n - 1]::regcollation ELSE '' END
                                 || CASE WHEN m.amname <> 'btree' OR k.n > i.indnkeyatts THEN ''
                                         ELSE (ARRAY['', ' desc nulls last', ' nulls first', ' desc'])
                                              [(i.indoption[k.n - 1] & 3) + 1] END,
                                 ', ' ORDER BY k.n)
                      FROM generate_series(1, i.indnatts) AS k (n)
                      LEFT JOIN pg_opclass o ON o.oid = i.indclass[k.n - 1])),
         ('predicate', coalesce(pg_get_expr(i.indpred, i.indrelid), 'none')),
         ('nulls not distinct', coalesce(to_jsonb(i) ->> 'indnullsnotdistinct', 'false')),
         ('storage parameters', (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(c.reloptions) o))
     ) AS v (attribute, value)
WHERE i.indexrelid = $1::oid
