-- What the last column of a table ($1, quoted and qualified) would run when it is added to another one; one row.
-- constrained = its type is a domain with a check, is_stored = it is computed from others, own = the default calls functions
-- of the database, computed = one that the default calls is volatile.
WITH RECURSIVE last_column AS (
    SELECT a.attrelid, a.attnum, a.atttypid, a.attgenerated FROM pg_catalog.pg_attribute a
    WHERE a.attrelid OPERATOR(pg_catalog.=) $1::pg_catalog.regclass ORDER BY a.attnum DESC LIMIT 1
), types AS (
    SELECT t.oid, t.typbasetype, t.typnotnull FROM pg_catalog.pg_type t
    WHERE t.oid OPERATOR(pg_catalog.=) (SELECT atttypid FROM last_column)
    UNION ALL
    SELECT t.oid, t.typbasetype, t.typnotnull
    FROM types d JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) d.typbasetype
), called AS (
    SELECT p.oid, p.provolatile
    FROM last_column l
    JOIN pg_catalog.pg_attrdef d ON d.adrelid OPERATOR(pg_catalog.=) l.attrelid AND d.adnum OPERATOR(pg_catalog.=) l.attnum
    CROSS JOIN LATERAL pg_catalog.regexp_matches(d.adbin::pg_catalog.text, ':(?:op)?funcid (\d+)', 'g') m
    JOIN pg_catalog.pg_proc p ON p.oid OPERATOR(pg_catalog.=) m[1]::pg_catalog.oid
)
SELECT EXISTS (SELECT FROM types t WHERE t.typnotnull OR EXISTS (
           SELECT FROM pg_catalog.pg_constraint k WHERE k.contypid OPERATOR(pg_catalog.=) t.oid)) AS constrained,
       (SELECT attgenerated OPERATOR(pg_catalog.=) 's' FROM last_column) AS is_stored,
       EXISTS (SELECT FROM called WHERE oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid) AS own,
       EXISTS (SELECT FROM called WHERE provolatile OPERATOR(pg_catalog.=) 'v') AS computed
