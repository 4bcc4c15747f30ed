-- severity: error
-- message: tasks with more than one history row without an end
SELECT task_id, count(*) AS open_rows
FROM tracker_task_history
WHERE end_date IS NULL
GROUP BY task_id
HAVING count(*) > 1
