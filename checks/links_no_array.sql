-- severity: warning
-- message: links that is no array
SELECT id, key, jsonb_typeof(links) AS type
FROM tracker_tasks
WHERE jsonb_typeof(links) NOT IN ('array', 'null')
