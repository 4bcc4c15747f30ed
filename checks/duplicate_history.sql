-- severity: error
-- message: duplicate history rows (same task, status and start); keep the oldest
-- timeout: 5min
SELECT task_id, status, start_date, count(*) AS copies
FROM tracker_task_history
GROUP BY task_id, status, start_date
HAVING count(*) > 1
