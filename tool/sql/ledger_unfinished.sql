-- The unfinished runs of a version table, the newest first, and whether each still holds: not when something has happened
-- to its revision or to one of that one's parents since, or somebody has stamped.
-- The column parents is read through JSON since a ledger made by an older pgmend has none.
-- $1 the version table, qualified and quoted.
SELECT run.id, run.revision, run.direction, run.statements, run.statements_done, run.statements_skipped,
       coalesce(run.done_checksum, '') AS done_checksum,
       CASE jsonb_typeof(whole.line -> 'parents')
           WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text(whole.line -> 'parents'))
       END AS parents,
       NOT EXISTS (SELECT FROM {schema}.ledger later
                   WHERE later.version_table = run.version_table AND later.id > run.id
                     AND (later.direction = 'stamp' OR later.revision = run.revision
                          OR whole.line -> 'parents' ? later.revision)) AS holds
FROM {schema}.ledger run
CROSS JOIN LATERAL (SELECT to_jsonb(run) AS line) whole
WHERE run.version_table = $1 AND run.finished_at IS NULL
ORDER BY run.id DESC
