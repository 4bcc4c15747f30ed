-- Whether each relation or column asked for is already what a statement makes of it; null = only trying tells.
-- $1 oids of relations, $2 what is set, $3 columns ('' = the relation itself), $4 the comment, the type, or the check
-- that a stopped run may have left of a NOT NULL. One that is NOT VALID (PostgreSQL 18) would be validated.
SELECT CASE q.what
           WHEN 'comment' THEN
               CASE WHEN q.attribute = '' OR a.attnum IS NOT NULL
                    THEN CASE WHEN q.attribute = '' THEN obj_description(q.oid, 'pg_class')
                              ELSE col_description(q.oid, a.attnum) END IS NOT DISTINCT FROM nullif(q.text, '') END
           WHEN 'not null' THEN
               CASE WHEN NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = q.oid AND k.conname = q.text)
                    THEN a.attnotnull AND NOT EXISTS (
                        SELECT FROM pg_constraint k
                        WHERE k.conrelid = q.oid AND k.contype = 'n' AND k.conkey[1] = a.attnum AND NOT k.convalidated)
               END
           WHEN 'nullable' THEN NOT a.attnotnull
           WHEN 'default' THEN CASE WHEN NOT a.atthasdef AND a.attidentity = '' THEN false END
           WHEN 'no default' THEN CASE WHEN a.attidentity = '' AND a.attgenerated = '' THEN NOT a.atthasdef END
           WHEN 'type' THEN CASE WHEN a.atttypid <> to_regtype(q.text) THEN false END
       END
FROM unnest($1::oid[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS q (oid, what, attribute, text, n)
LEFT JOIN pg_attribute a ON a.attrelid = q.oid AND a.attname = q.attribute AND NOT a.attisdropped
ORDER BY q.n
