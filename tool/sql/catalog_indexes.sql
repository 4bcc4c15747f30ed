-- Indexes, one row each; `definition` is what follows USING, without the storage parameters. The index of a
-- constraint has none, the constraint's says it all. An index that is attached to the index of a partitioned
-- table goes by that one's name, since its own may be made up.
-- $1: names of schemas, null = all. $2: names of relations, null = all.
select 'index' as kind, n.nspname as schema, c.relname as parent,
       case when ic.relispartition then
            (select root.relname from pg_catalog.pg_class root where root.oid = pg_partition_root(ic.oid))
            else ic.relname end as name,
       'pg_catalog.pg_class'::regclass::oid as class_oid, i.indexrelid as object_oid,
       case when ic.relispartition then ic.relname end as own_name,
       case when ic.relispartition then 'yes' end as attached,
       case when i.indisunique then 'yes' end as "unique",
       case when k.oid is null then
            substr(replace(pg_get_indexdef(i.indexrelid), with_options.text, ''), length(head.text) + 1)
            end as definition,
       ic.reloptions as "option.*",
       ts.spcname as tablespace,
       case when not i.indisvalid then 'no' end as valid,
       case when not i.indisready then 'no' end as ready,
       case when i.indexprs is not null then
            (select array_agg(a.attnum || '=' || a.attstattarget order by a.attnum)
             from pg_catalog.pg_attribute a
             where a.attrelid = i.indexrelid and a.attstattarget >= 0) end as "statistics.*",
       case when not ic.relispartition then k.conname end as "constraint"
from pg_catalog.pg_index i
join pg_catalog.pg_class ic on ic.oid = i.indexrelid
join pg_catalog.pg_class c on c.oid = i.indrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_tablespace ts on ts.oid = ic.reltablespace
left join pg_catalog.pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')
cross join lateral (
    select 'CREATE ' || case when i.indisunique then 'UNIQUE ' else '' end || 'INDEX ' || quote_ident(ic.relname)
           || ' ON ' || case when ic.relkind = 'I' then 'ONLY ' else '' end
           || case when n.oid = pg_my_temp_schema() then 'pg_temp' else quote_ident(n.nspname) end
           || '.' || quote_ident(c.relname) || ' USING ' as text) head
-- The options as pg_get_indexdef() writes them, to be cut out: their order is not fixed.
cross join lateral (
    select case when ic.reloptions is null then ' WITH ()' else
           (select ' WITH (' || string_agg(
                       quote_ident(o.name) || '='
                       || case when quote_ident(o.value) = o.value then o.value else quote_literal(o.value) end,
                       ', ' order by o.nr) || ')'
            from (select split_part(u, '=', 1) as name, substr(u, strpos(u, '=') + 1) as value, nr
                  from unnest(ic.reloptions) with ordinality x(u, nr)) o) end as text) with_options
where case when $1::text[] is null then n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
           else n.nspname = any ($1::name[]) end
  and ($2::text[] is null or c.relname = any ($2::name[]));
