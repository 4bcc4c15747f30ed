-- severity: error
-- message: full_data belongs to another task: the keys differ
SELECT id, key, full_data ->> 'key' AS full_data_key
FROM tracker_tasks
WHERE full_data ->> 'key' IS DISTINCT FROM key
  AND full_data IS NOT NULL
