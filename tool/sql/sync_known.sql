-- What the database knows of the issues $1: the last entry of their changelogs, when they last changed, and whether they
-- have a history.
SELECT t.tracker_id, t.last_changelog_id, t.task_updated_at,
       EXISTS (SELECT FROM tracker_task_history h WHERE h.task_id = t.id) AS has_history
FROM tracker_tasks t
WHERE t.tracker_id = ANY ($1::text[])
