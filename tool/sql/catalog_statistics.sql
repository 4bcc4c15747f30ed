-- Extended statistics, one row each; `definition` is what follows the name.
-- $1: names of schemas, null = all. $2: names of relations, null = all.
select 'statistics' as kind, n.nspname as schema, s.stxname as name,
       'pg_catalog.pg_statistic_ext'::regclass::oid as class_oid, s.oid as object_oid,
       pg_get_userbyid(s.stxowner) as owner,
       substr(pg_get_statisticsobjdef(s.oid),
              length('CREATE STATISTICS ' || quote_ident(n.nspname) || '.' || quote_ident(s.stxname) || ' ') + 1)
              as definition,
       nullif(s.stxstattarget, -1) as target
from pg_catalog.pg_statistic_ext s
join pg_catalog.pg_class c on c.oid = s.stxrelid
join pg_catalog.pg_namespace n on n.oid = s.stxnamespace
where case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end
  and ($2::text[] is null or c.relname = any ($2::name[]));
