-- severity: error
-- message: history rows of a task that overlap
-- timeout: 5min
SELECT task_id, id, start_date, end_date, next_start
FROM (SELECT task_id, id, start_date, end_date,
             lead(start_date) OVER (PARTITION BY task_id ORDER BY start_date, end_date, id) AS next_start
      FROM tracker_task_history) h
WHERE end_date > next_start
