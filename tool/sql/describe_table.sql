-- The attributes of the relation $1 (oid) and of all that a CREATE TABLE makes with it, as (attribute, value).
WITH rel AS (SELECT c.* FROM pg_class c WHERE c.oid = $1::oid)
SELECT 'kind' AS attribute,
       CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
                    WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence'
                    WHEN 'f' THEN 'foreign table' WHEN 'c' THEN 'composite type' ELSE relkind::text END AS value
FROM rel
UNION ALL
SELECT 'persistence', CASE relpersistence WHEN 'u' THEN 'unlogged' WHEN 't' THEN 'temporary' ELSE 'logged' END FROM rel
UNION ALL
SELECT 'partition key', coalesce(pg_get_partkeydef(oid), 'none') FROM rel
UNION ALL
SELECT 'partition bound', coalesce(pg_get_expr(relpartbound, oid), 'none') FROM rel
UNION ALL
SELECT 'storage parameters', coalesce((SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(reloptions) o), 'none') FROM rel
UNION ALL
SELECT 'parents', coalesce((SELECT string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno)
                            FROM pg_inherits WHERE inhrelid = oid), 'none') FROM rel
UNION ALL
SELECT 'column ' || a.attname,
       format_type(a.atttypid, a.atttypmod)
       || CASE WHEN a.attcollation <> t.typcollation THEN ' collate ' || a.attcollation::regcollation ELSE '' END
       || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
       || CASE WHEN EXISTS (SELECT
                            FROM pg_depend own
                            JOIN pg_depend use ON use.refclassid = 'pg_class'::regclass AND use.refobjid = own.objid
                                              AND use.classid = 'pg_attrdef'::regclass AND use.objid = d.oid
                            WHERE own.classid = 'pg_class'::regclass AND own.refclassid = 'pg_class'::regclass
                              AND own.refobjid = a.attrelid AND own.refobjsubid = a.attnum AND own.deptype = 'a')
               THEN ' default next value of its own sequence'
               WHEN a.attgenerated <> '' THEN ' stored as ' || pg_get_expr(d.adbin, d.adrelid)
               ELSE coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') END
       || CASE a.attidentity WHEN 'a' THEN ' identity always' WHEN 'd' THEN ' identity by default' ELSE '' END
FROM pg_attribute a
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
  AND (SELECT relkind FROM rel) IN ('r', 'p', 'f', 'v', 'm')
UNION ALL
SELECT 'constraint ' || k.conname, pg_get_constraintdef(k.oid)
FROM pg_constraint k
WHERE k.conrelid = $1::oid AND k.contype IN ('c', 'f', 'u', 'p', 'x')
