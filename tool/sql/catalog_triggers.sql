-- Triggers, one row each; `definition` is what follows the name. Of the copies that partitions get from their
-- parent only those that are switched otherwise than the parent's.
-- $1: names of schemas, null = all. $2: names of relations, null = all.
select 'trigger' as kind, n.nspname as schema, c.relname as parent, g.tgname as name,
       'pg_catalog.pg_trigger'::regclass::oid as class_oid, g.oid as object_oid,
       case when g.tgconstraint <> 0 then 'yes' end as constraint_trigger,
       case when g.tgparentid <> 0 then 'yes' end as inherited,
       substr(pg_get_triggerdef(g.oid),
              length('CREATE ' || case when g.tgconstraint <> 0 then 'CONSTRAINT ' else '' end || 'TRIGGER '
                     || quote_ident(g.tgname) || ' ') + 1) as definition,
       case g.tgenabled when 'D' then 'disabled' when 'R' then 'replica' when 'A' then 'always' end as enabled
from pg_catalog.pg_trigger g
join pg_catalog.pg_class c on c.oid = g.tgrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_trigger p on p.oid = g.tgparentid
where (not g.tgisinternal and g.tgparentid = 0
       or g.tgparentid <> 0 and not p.tgisinternal and p.tgparentid = 0 and g.tgenabled <> p.tgenabled
       or g.tgparentid <> 0 and p.tgparentid <> 0 and not p.tgisinternal and g.tgenabled <> p.tgenabled)
  and case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end
  and ($2::text[] is null or c.relname = any ($2::name[]));
