-- severity: error
-- message: history of a task that is not in tracker_tasks
-- timeout: 5min
SELECT h.id, h.task_id
FROM tracker_task_history h
WHERE NOT EXISTS (SELECT FROM tracker_tasks t WHERE t.id = h.task_id)
