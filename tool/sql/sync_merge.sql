-- Brings the staged issues into tracker_tasks: of several with one tracker_id the last one counts, new ones are inserted,
-- those that differ updated (not where only the history does). Returns for each its tracker_id, the task's id, what
-- became of it ('n' new, 'u' updated, 's' the same) and the history that it has: as one text where that is compared
-- (mode r), else an empty text; NULL where it has none. $1 = now, in UTC. To be run with DateStyle ISO.
WITH last AS MATERIALIZED (
    SELECT DISTINCT ON (tracker_id) * FROM pg_temp.pgmend_sync_tasks ORDER BY tracker_id, ord DESC
), matched AS MATERIALIZED (
    SELECT t.id, s.tracker_id, w.*,
           (t.key, t.summary, t.description, t.status, t.author, t.assignee, t.business_client, t.customer, t.team,
            t.prodteam, t.profit_forecast, t.created_at, t.task_updated_at, t.links, t.last_changelog_id, t.full_data)
           IS DISTINCT FROM
           (w.key, w.summary, w.description, w.status, w.author, w.assignee, w.client, w.client, w.team,
            w.prodteam, w.profit_forecast, w.created_at, w.task_updated_at, w.links, w.last_changelog_id, w.full_data)
           AS changed,
           CASE s.mode
               WHEN 'r' THEN (
                   SELECT string_agg(h.status || E'\x1f' || h.status_display || E'\x1f' || h.start_date || E'\x1f'
                                     || coalesce(h.end_date::text, ''), E'\x1e'
                                     ORDER BY h.start_date, h.end_date NULLS LAST, h.status COLLATE "C")
                   FROM tracker_task_history h WHERE h.task_id = t.id)
               ELSE (SELECT '' FROM tracker_task_history h WHERE h.task_id = t.id LIMIT 1)
           END AS history
    FROM last s
    JOIN tracker_tasks t ON t.tracker_id = s.tracker_id
    CROSS JOIN LATERAL (
        SELECT s.key,
               CASE WHEN s.partial THEN coalesce(s.summary, t.summary) ELSE s.summary END AS summary,
               CASE WHEN s.partial THEN coalesce(s.description, t.description) ELSE s.description END AS description,
               coalesce(s.status, t.status) AS status,
               CASE WHEN s.partial THEN coalesce(s.author, t.author) ELSE s.author END AS author,
               CASE WHEN s.partial THEN coalesce(s.assignee, t.assignee) ELSE s.assignee END AS assignee,
               CASE WHEN s.partial THEN coalesce(s.client, t.customer) ELSE s.client END AS client,
               coalesce(s.team, t.team) AS team,
               coalesce(s.prodteam, t.prodteam) AS prodteam,
               coalesce(s.profit_forecast, t.profit_forecast) AS profit_forecast,
               s.created_at,
               coalesce(s.task_updated_at, t.task_updated_at) AS task_updated_at,
               CASE WHEN s.partial THEN coalesce(s.links, t.links) ELSE s.links END AS links,
               CASE s.mode WHEN 'r' THEN s.last_changelog_id ELSE coalesce(s.last_changelog_id, t.last_changelog_id) END
                   AS last_changelog_id,
               CASE WHEN s.partial THEN coalesce(t.full_data, '{}') || s.full_data ELSE s.full_data END AS full_data
    ) w
), inserted AS (
    INSERT INTO tracker_tasks (tracker_id, key, summary, description, status, author, assignee, business_client, customer,
                               team, prodteam, profit_forecast, created_at, task_updated_at, links, last_changelog_id,
                               full_data, updated_at, last_sync_at)
    SELECT s.tracker_id, s.key, s.summary, s.description, s.status, s.author, s.assignee, s.client, s.client,
           s.team, s.prodteam, s.profit_forecast, s.created_at, s.task_updated_at, s.links, s.last_changelog_id,
           s.full_data, $1::timestamp, $1::timestamp
    FROM last s
    WHERE NOT EXISTS (SELECT FROM tracker_tasks t WHERE t.tracker_id = s.tracker_id)
    ORDER BY s.ord
    RETURNING id, tracker_id
), updated AS (
    UPDATE tracker_tasks t
    SET key = m.key, summary = m.summary, description = m.description, status = m.status, author = m.author,
        assignee = m.assignee, business_client = m.client, customer = m.client, team = m.team, prodteam = m.prodteam,
        profit_forecast = m.profit_forecast, created_at = m.created_at, task_updated_at = m.task_updated_at,
        links = m.links, last_changelog_id = m.last_changelog_id, full_data = m.full_data,
        updated_at = $1::timestamp, last_sync_at = $1::timestamp
    FROM matched m
    WHERE t.id = m.id AND m.changed
)
SELECT tracker_id, id, 'n' AS state, NULL AS history FROM inserted
UNION ALL
SELECT tracker_id, id, CASE WHEN changed THEN 'u' ELSE 's' END, history FROM matched
