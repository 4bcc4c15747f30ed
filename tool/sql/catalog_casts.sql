-- Casts that users made, one row each; the one that a range type brings along is left out.
select 'cast' as kind, format_type(c.castsource, null) || ' AS ' || format_type(c.casttarget, null) as name,
       'pg_catalog.pg_cast'::regclass::oid as class_oid, c.oid as object_oid,
       case c.castcontext when 'i' then 'implicit' when 'a' then 'assignment' else 'explicit' end as context,
       case c.castmethod when 'f' then 'function' when 'i' then 'inout' else 'binary' end as method,
       nullif(c.castfunc, 0)::regprocedure::text as function
from pg_catalog.pg_cast c
where c.oid >= 16384
  and not exists (select from pg_catalog.pg_depend d
                  where d.classid = 'pg_catalog.pg_cast'::regclass and d.objid = c.oid and d.deptype = 'i');
