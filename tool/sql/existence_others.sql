-- What is there of the objects asked for that are no relations, one row each in the order of the arrays.
-- $1 kinds (schema, extension, type, function, constraint, trigger, rule, policy, statistics, publication), $2 schemas
-- ('' = not given), $3 names, $4 what a constraint, trigger, rule or policy is on, as an SQL name, $5 'create' or
-- another word. A function is any of that name, whatever its arguments. The columns are those of existence.sql.
SELECT coalesce(f.oid, 0) AS oid,
       true AS valid,
       coalesce(t.oid::regclass::text, '') AS relation,
       coalesce(n.nspname::text, '') AS schema,
       coalesce(t.relname::text, '') AS name,
       coalesce(t.relkind::text, '') AS kind
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
         WITH ORDINALITY AS q (kind, schema, name, relation, verb, n)
LEFT JOIN LATERAL (
    SELECT to_regclass(nullif(q.relation, '')) AS oid, to_regtype(nullif(q.relation, '')) AS type,
           CASE WHEN q.schema <> '' THEN to_regnamespace(quote_ident(q.schema))
                WHEN q.verb = 'create' THEN to_regnamespace(quote_ident(current_schema())) END AS namespace) base ON true
LEFT JOIN LATERAL (
    SELECT s.oid, 0::oid AS relation, 0::oid AS namespace
    FROM pg_namespace s WHERE q.kind = 'schema' AND s.nspname = q.name
    UNION ALL
    SELECT e.oid, 0, e.extnamespace FROM pg_extension e WHERE q.kind = 'extension' AND e.extname = q.name
    UNION ALL
    SELECT y.oid, 0, y.typnamespace FROM pg_type y
    WHERE q.kind = 'type' AND y.typname = q.name
      AND CASE WHEN base.namespace IS NULL THEN pg_type_is_visible(y.oid) ELSE y.typnamespace = base.namespace END
    UNION ALL
    SELECT p.oid, 0, p.pronamespace FROM pg_proc p
    WHERE q.kind = 'function' AND p.proname = q.name
      AND CASE WHEN base.namespace IS NULL THEN pg_function_is_visible(p.oid) ELSE p.pronamespace = base.namespace END
    UNION ALL
    SELECT k.oid, k.conrelid, k.connamespace FROM pg_constraint k
    WHERE q.kind = 'constraint' AND k.conname = q.name
      AND (k.conrelid = base.oid OR k.conrelid = 0 AND k.contypid = base.type)
    UNION ALL
    SELECT g.oid, g.tgrelid, 0 FROM pg_trigger g
    WHERE q.kind = 'trigger' AND g.tgrelid = base.oid AND g.tgname = q.name AND NOT g.tgisinternal
    UNION ALL
    SELECT r.oid, r.ev_class, 0 FROM pg_rewrite r
    WHERE q.kind = 'rule' AND r.ev_class = base.oid AND r.rulename = q.name
    UNION ALL
    SELECT l.oid, l.polrelid, 0 FROM pg_policy l
    WHERE q.kind = 'policy' AND l.polrelid = base.oid AND l.polname = q.name
    UNION ALL
    SELECT x.oid, x.stxrelid, x.stxnamespace FROM pg_statistic_ext x
    WHERE q.kind = 'statistics' AND x.stxname = q.name
      AND CASE WHEN base.namespace IS NULL THEN pg_statistics_obj_is_visible(x.oid)
               ELSE x.stxnamespace = base.namespace END
    UNION ALL
    SELECT b.oid, 0, 0 FROM pg_publication b WHERE q.kind = 'publication' AND b.pubname = q.name
    LIMIT 1) f ON true
LEFT JOIN pg_class t ON t.oid = f.relation
LEFT JOIN pg_namespace n ON n.oid = coalesce(t.relnamespace, nullif(f.namespace, 0))
ORDER BY q.n
