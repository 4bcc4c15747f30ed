-- Constraints of tables, one row each. Left out: those that a partition or child only has from its parent, and
-- NOT NULL, which is an attribute of the column (PostgreSQL 18 stores it as a constraint).
-- $1: names of schemas, null = all. $2: names of relations, null = all.
with switched_off as (
    select tgconstraint,
           string_agg(distinct case tgenabled when 'D' then 'disabled' when 'R' then 'replica' else 'always' end,
                      ', ') as state
    from pg_catalog.pg_trigger where tgisinternal and tgconstraint <> 0 and tgenabled <> 'O' group by tgconstraint
)
select 'constraint' as kind, n.nspname as schema, c.relname as parent, k.conname as name,
       'pg_catalog.pg_constraint'::regclass::oid as class_oid, k.oid as object_oid,
       case k.contype when 'c' then 'check' when 'p' then 'primary key' when 'u' then 'unique'
            when 'f' then 'foreign key' when 'x' then 'exclude' else k.contype::text end as type,
       case when k.convalidated then pg_get_constraintdef(k.oid)
            else regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') end as definition,
       case when not k.convalidated then 'no' end as validated,
       switched_off.state as triggers
from pg_catalog.pg_constraint k
join pg_catalog.pg_class c on c.oid = k.conrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join switched_off on switched_off.tgconstraint = k.oid
where k.contype not in ('n', 't') and k.conislocal and k.conparentid = 0
  and case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end
  and ($2::text[] is null or c.relname = any ($2::name[]));
