-- Objects that users put into the schemas of the server, one row each: they are not read attribute by
-- attribute, a hash of what the server can say of them stands for them.
select 'other' as kind, i.type || ' ' || i.identity as name, o.class as class_oid, o.oid as object_oid,
       md5(o.text) as hash
from (
    select 'pg_catalog.pg_class'::regclass::oid as class, c.oid,
           c.relkind::text || c.relpersistence::text
           || coalesce((select string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', '
                                          order by a.attnum)
                        from pg_catalog.pg_attribute a
                        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '')
           || coalesce(case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end, '') as text
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.oid >= 16384 and c.relkind not in ('t', 'i', 'I')
      and (n.nspname in ('pg_catalog', 'information_schema'))
    union all
    select 'pg_catalog.pg_proc'::regclass, p.oid,
           pg_get_function_arguments(p.oid) || coalesce(pg_get_function_result(p.oid), '') || p.prosrc
           || coalesce(p.probin, '')
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where p.oid >= 16384 and n.nspname in ('pg_catalog', 'information_schema')
    union all
    select 'pg_catalog.pg_type'::regclass, t.oid, t.typtype::text || t.typinput::text
    from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
    where t.oid >= 16384 and t.typrelid = 0 and n.nspname in ('pg_catalog', 'information_schema')
      and not exists (select from pg_catalog.pg_type e where e.typarray = t.oid)
) o
cross join lateral pg_identify_object(o.class, o.oid, 0) i;
