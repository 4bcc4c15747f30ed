-- severity: error
-- message: history rows with equal task, status and start; the oldest one should stay
-- timeout: 5min
SELECT task_id, status, start_date, count(*) AS copies
FROM tracker_task_history
GROUP BY task_id, status, start_date
HAVING count(*) > 1
