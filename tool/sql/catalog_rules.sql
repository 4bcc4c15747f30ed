-- Rewrite rules other than those that make a view a view, one row each; `definition` is what follows the name.
-- $1: names of schemas, null = all. $2: names of relations, null = all.
select 'rule' as kind, n.nspname as schema, c.relname as parent, r.rulename as name,
       'pg_catalog.pg_rewrite'::regclass::oid as class_oid, r.oid as object_oid,
       substr(pg_get_ruledef(r.oid), length('CREATE RULE ' || quote_ident(r.rulename) || ' ') + 1) as definition,
       case r.ev_enabled when 'D' then 'disabled' when 'R' then 'replica' when 'A' then 'always' end as enabled
from pg_catalog.pg_rewrite r
join pg_catalog.pg_class c on c.oid = r.ev_class
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where r.rulename <> '_RETURN'
  and case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end
  and ($2::text[] is null or c.relname = any ($2::name[]));
