-- Operators, one row each. $1: names of schemas, null = all.
select 'operator' as kind, n.nspname as schema, o.oprname as name,
       '(' || case when o.oprleft = 0 then 'NONE' else format_type(o.oprleft, null) end || ', '
       || case when o.oprright = 0 then 'NONE' else format_type(o.oprright, null) end || ')' as signature,
       'pg_catalog.pg_operator'::regclass::oid as class_oid, o.oid as object_oid,
       pg_get_userbyid(o.oprowner) as owner,
       case when o.oprcode = 0 then 'yes' end as shell,
       nullif(o.oprcode, 0)::regprocedure::text as function,
       case when o.oprresult <> 0 then format_type(o.oprresult, null) end as result,
       nullif(o.oprcom, 0)::regoperator::text as commutator,
       nullif(o.oprnegate, 0)::regoperator::text as negator,
       nullif(o.oprrest, 0)::regproc::text as restrict,
       nullif(o.oprjoin, 0)::regproc::text as "join",
       case when o.oprcanhash then 'yes' end as hashes,
       case when o.oprcanmerge then 'yes' end as merges
from pg_catalog.pg_operator o
join pg_catalog.pg_namespace n on n.oid = o.oprnamespace
where case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
