-- Row security policies, one row each.
-- $1: names of schemas, null = all. $2: names of relations, null = all.
select 'policy' as kind, n.nspname as schema, c.relname as parent, p.polname as name,
       'pg_catalog.pg_policy'::regclass::oid as class_oid, p.oid as object_oid,
       case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete'
            else 'all' end as command,
       case when not p.polpermissive then 'yes' end as restrictive,
       (select array_agg(case r when 0 then 'public' else quote_ident(pg_get_userbyid(r)) end
                         order by case r when 0 then 'public' else pg_get_userbyid(r)::text end collate "C")
        from unnest(p.polroles) r) as "roles[]",
       pg_get_expr(p.polqual, p.polrelid) as "using",
       pg_get_expr(p.polwithcheck, p.polrelid) as "with_check"
from pg_catalog.pg_policy p
join pg_catalog.pg_class c on c.oid = p.polrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end
  and ($2::text[] is null or c.relname = any ($2::name[]));
