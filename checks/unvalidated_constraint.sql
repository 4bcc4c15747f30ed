-- severity: warning
-- message: NOT VALID constraint: existing rows were never checked
SELECT conrelid::regclass AS "table", conname
FROM pg_constraint
WHERE NOT convalidated AND conrelid <> 0
