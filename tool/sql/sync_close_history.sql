-- Closes the open interval of each task $1[i] at the moment $2[i], from which a new one goes on.
UPDATE tracker_task_history h
SET end_date = greatest(e.at, h.start_date)
FROM unnest($1::integer[], $2::timestamp[]) AS e (task_id, at)
WHERE h.task_id = e.task_id AND h.end_date IS NULL
