-- What is there of the relations, indexes and columns asked for, one row each in the order of the arrays.
-- $1 kinds (relation, index, column), $2 schemas ('' = not given), $3 names, $4 relations as SQL names ('' = none),
-- $5 'create' or another word: an unqualified name is created in the first schema of search_path, but found in any.
-- oid = the object (for a column: its relation), 0 = not there; valid = false for the leftover of a failed concurrent
-- index build; relation = the relation it is in or on, schema and name = that relation's, kind = its relkind.
SELECT coalesce(f.oid, 0) AS oid,
       coalesce(f.valid, true) AS valid,
       coalesce(f.relation::regclass::text, '') AS relation,
       coalesce(n.nspname::text, '') AS schema,
       coalesce(t.relname::text, '') AS name,
       coalesce(t.relkind::text, '') AS kind
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
         WITH ORDINALITY AS q (kind, schema, name, relation, verb, n)
LEFT JOIN LATERAL (SELECT to_regclass(nullif(q.relation, '')) AS oid) parent ON true
LEFT JOIN LATERAL (
    SELECT a.attrelid AS oid, true AS valid, a.attrelid AS relation
    FROM pg_attribute a
    WHERE q.kind = 'column' AND a.attrelid = parent.oid AND a.attname = q.name AND NOT a.attisdropped
    UNION ALL
    SELECT c.oid, i.indisvalid, coalesce(i.indrelid, c.oid)
    FROM pg_class c
    LEFT JOIN pg_index i ON i.indexrelid = c.oid
    WHERE q.kind IN ('relation', 'index')
      AND c.relname = q.name
      AND CASE
              WHEN q.verb <> 'create' AND q.schema = '' THEN pg_table_is_visible(c.oid)
              WHEN q.schema <> '' THEN c.relnamespace = to_regnamespace(quote_ident(q.schema))
              WHEN q.kind = 'index' AND q.verb = 'create'
                  THEN c.relnamespace = (SELECT p.relnamespace FROM pg_class p WHERE p.oid = parent.oid)
              ELSE c.relnamespace = to_regnamespace(quote_ident(current_schema()))
          END
    LIMIT 1) f ON true
LEFT JOIN pg_class t ON t.oid = f.relation
LEFT JOIN pg_namespace n ON n.oid = t.relnamespace
ORDER BY q.n
