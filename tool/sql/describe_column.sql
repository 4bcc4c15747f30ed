-- The attributes of the column $2 of the relation $1 (oid) as (attribute, value), the same for the same column in any
-- table: a default that draws from the column's own sequence is shown as such, constraints on just this column are
-- listed without their names.
WITH col AS (
    SELECT a.attrelid, a.attnum, a.atttypid, a.atttypmod, a.attnotnull, a.attidentity, a.attgenerated, a.attcollation,
           t.typcollation, pg_get_expr(d.adbin, d.adrelid) AS default_text,
           EXISTS (SELECT
                   FROM pg_depend own
                   JOIN pg_depend use ON use.refclassid = 'pg_class'::regclass AND use.refobjid = own.objid
                                     AND use.classid = 'pg_attrdef'::regclass AND use.objid = d.oid
                   WHERE own.classid = 'pg_class'::regclass AND own.refclassid = 'pg_class'::regclass
                     AND own.refobjid = a.attrelid AND own.refobjsubid = a.attnum AND own.deptype = 'a') AS serial
    FROM pg_attribute a
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = $1::oid AND a.attname = $2 AND NOT a.attisdropped)
SELECT v.attribute, coalesce(v.value, 'none') AS value
FROM col,
     LATERAL (VALUES
         ('type', format_type(atttypid, atttypmod)),
         ('not null', CASE WHEN attnotnull THEN 'yes' ELSE 'no' END),
         ('default', CASE WHEN serial THEN 'next value of its own sequence'
                          WHEN attgenerated = '' THEN coalesce(default_text, 'none') ELSE 'none' END),
         ('generated', CASE WHEN attgenerated = '' THEN 'no' ELSE 'stored as ' || default_text END),
         ('identity', CASE attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' ELSE 'no' END),
         ('collation', CASE WHEN attcollation <> typcollation THEN attcollation::regcollation::text ELSE 'default' END),
         ('constraints', (SELECT string_agg(pg_get_constraintdef(k.oid), '; '
                                            ORDER BY pg_get_constraintdef(k.oid) COLLATE "C")
                          FROM pg_constraint k
                          WHERE k.conrelid = col.attrelid AND k.contype IN ('c', 'f', 'u', 'p', 'x')
                            AND k.conkey = ARRAY[col.attnum]))
     ) AS v (attribute, value)
