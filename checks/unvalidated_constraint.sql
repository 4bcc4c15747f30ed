-- severity: warning
-- message: a constraint that is NOT VALID: old rows have never been checked
SELECT conrelid::regclass AS "table", conname
FROM pg_constraint
WHERE NOT convalidated AND conrelid <> 0
