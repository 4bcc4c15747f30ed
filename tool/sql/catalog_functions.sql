-- Functions, window functions and procedures, one row each; the constructors that a range type brings along are
-- left out. $1: names of schemas, null = all.
select case p.prokind when 'p' then 'procedure' else 'function' end as kind,
       n.nspname as schema, p.proname as name, '(' || oidvectortypes(p.proargtypes) || ')' as signature,
       'pg_catalog.pg_proc'::regclass::oid as class_oid, p.oid as object_oid,
       pg_get_userbyid(p.proowner) as owner,
       pg_get_function_arguments(p.oid) as arguments,
       pg_get_function_result(p.oid) as result,
       l.lanname as language,
       case when p.prokind = 'w' then 'yes' end as "window",
       case p.provolatile when 'i' then 'immutable' when 's' then 'stable' end as volatility,
       case when p.proisstrict then 'yes' end as strict,
       case when p.prosecdef then 'yes' end as security_definer,
       case when p.proleakproof then 'yes' end as leakproof,
       case p.proparallel when 's' then 'safe' when 'r' then 'restricted' end as parallel,
       nullif(p.procost, case when l.lanname in ('internal', 'c') then 1 else 100 end) as cost,
       case when p.proretset then nullif(p.prorows, 1000) end as rows,
       case when p.prosupport <> 0 then p.prosupport::text end as support,
       p.proconfig as "config.*",
       (select array_agg(format_type(t, null) order by nr) from unnest(p.protrftypes) with ordinality u(t, nr))
              as "transform_types[]",
       pg_get_function_sqlbody(p.oid) as sql_body, -- @if >= 14
       case when p.prosqlbody is null then p.prosrc end as body, -- @if >= 14
       -- @if < 14: p.prosrc as body,
       p.probin as library
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
join pg_catalog.pg_language l on l.oid = p.prolang
where p.prokind in ('f', 'w', 'p')
  and not exists (select from pg_catalog.pg_depend d
                  where d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i')
  and case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
