-- Operator families with the operators and functions in them, one row each. $1: names of schemas, null = all.
with members as (
    select o.amopfamily as family,
           array_agg('operator ' || o.amopstrategy || ' ' || o.amopopr::regoperator::text
                     || case when o.amoppurpose = 'o' then ' for order by ' || quote_ident(sf.opfname) else '' end
                     || ' (' || format_type(o.amoplefttype, null) || ', ' || format_type(o.amoprighttype, null) || ')')
                     as list
    from pg_catalog.pg_amop o
    left join pg_catalog.pg_opfamily sf on sf.oid = o.amopsortfamily
    where o.oid >= 16384 group by o.amopfamily
    union all
    select p.amprocfamily,
           array_agg('function ' || p.amprocnum || ' ' || p.amproc::regprocedure::text || ' ('
                     || format_type(p.amproclefttype, null) || ', ' || format_type(p.amprocrighttype, null) || ')')
    from pg_catalog.pg_amproc p
    where p.oid >= 16384 group by p.amprocfamily
)
select 'operator_family' as kind, n.nspname as schema, f.opfname as name, 'USING ' || am.amname as signature,
       'pg_catalog.pg_opfamily'::regclass::oid as class_oid, f.oid as object_oid,
       pg_get_userbyid(f.opfowner) as owner,
       (select array_agg(u order by u collate "C") from members m, unnest(m.list) u
        where m.family = f.oid) as "members[]"
from pg_catalog.pg_opfamily f
join pg_catalog.pg_am am on am.oid = f.opfmethod
join pg_catalog.pg_namespace n on n.oid = f.opfnamespace
where case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
