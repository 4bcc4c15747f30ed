-- severity: error
-- message: INVALID index, left by a failed concurrent build
SELECT i.indexrelid::regclass AS index, i.indrelid::regclass AS "table"
FROM pg_index i
WHERE NOT i.indisvalid
