-- severity: warning
-- message: links is not an array
SELECT id, key, jsonb_typeof(links) AS type
FROM tracker_tasks
WHERE jsonb_typeof(links) NOT IN ('array', 'null')
