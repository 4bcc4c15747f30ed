-- Aggregates, one row each. $1: names of schemas, null = all.
select 'aggregate' as kind, n.nspname as schema, p.proname as name,
       '(' || oidvectortypes(p.proargtypes) || ')' as signature,
       'pg_catalog.pg_proc'::regclass::oid as class_oid, p.oid as object_oid,
       pg_get_userbyid(p.proowner) as owner,
       pg_get_function_arguments(p.oid) as arguments,
       pg_get_function_result(p.oid) as result,
       case a.aggkind when 'o' then 'ordered-set' when 'h' then 'hypothetical-set' end as form,
       nullif(a.aggnumdirectargs, 0) as direct_arguments,
       a.aggtransfn::text as sfunc,
       format_type(a.aggtranstype, null) as stype,
       nullif(a.aggtransspace, 0) as sspace,
       a.agginitval as initcond,
       nullif(a.aggfinalfn, 0)::regproc::text as finalfunc,
       case when a.aggfinalextra then 'yes' end as finalfunc_extra,
       case when a.aggfinalfn <> 0 then a.aggfinalmodify end as finalfunc_modify,
       nullif(a.aggcombinefn, 0)::regproc::text as combinefunc,
       nullif(a.aggserialfn, 0)::regproc::text as serialfunc,
       nullif(a.aggdeserialfn, 0)::regproc::text as deserialfunc,
       nullif(a.aggmtransfn, 0)::regproc::text as msfunc,
       nullif(a.aggminvtransfn, 0)::regproc::text as minvfunc,
       case when a.aggmtranstype <> 0 then format_type(a.aggmtranstype, null) end as mstype,
       nullif(a.aggmtransspace, 0) as msspace,
       a.aggminitval as minitcond,
       nullif(a.aggmfinalfn, 0)::regproc::text as mfinalfunc,
       case when a.aggmfinalextra then 'yes' end as mfinalfunc_extra,
       case when a.aggmfinalfn <> 0 then a.aggmfinalmodify end as mfinalfunc_modify,
       nullif(a.aggsortop, 0)::regoperator::text as sortop,
       case p.provolatile when 'i' then 'immutable' when 's' then 'stable' end as volatility,
       case p.proparallel when 's' then 'safe' when 'r' then 'restricted' end as parallel
from pg_catalog.pg_proc p
join pg_catalog.pg_aggregate a on a.aggfnoid = p.oid
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end;
