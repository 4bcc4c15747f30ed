-- The names of a table's columns, in order; no row without the table. $1 the table's name, quoted (and qualified
-- where its schema is known).
SELECT attname
FROM pg_catalog.pg_attribute
WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped
ORDER BY attnum
