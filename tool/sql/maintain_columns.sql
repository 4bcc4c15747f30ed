-- The columns of the table $1 (oid) in their order; `key_position` counts from 1 in the primary key.
SELECT a.attname AS name,
       a.attnum AS number,
       format_type(a.atttypid, a.atttypmod) AS type,
       NOT a.attnotnull AS nullable,
       a.attgenerated <> '' AS generated,
       a.attidentity <> '' AS identity,
       array_position(k.indkey::smallint[], a.attnum) + 1 AS key_position
FROM pg_attribute a
LEFT JOIN pg_index k ON k.indrelid = a.attrelid AND k.indisprimary
WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
