-- severity: error
-- message: history rows that end before they start
SELECT id, task_id, start_date, end_date
FROM tracker_task_history
WHERE end_date < start_date
